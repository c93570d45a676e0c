package dev.promptcards.card;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What makes a version: the prompt, its variables, and the model settings that belong to it. A
/// change of any of them is a new version.
public record CardContent(PromptBody body, List<Variable> variables, ObjectNode settings) {

    public CardContent {
        variables = List.copyOf(variables);
    }

    /// From what a caller sent; refuses, naming the field, what breaks a rule or a limit.
    public static CardContent of(
            @Nullable String template,
            @Nullable ArrayNode messages,
            @Nullable List<Variable> variables,
            @Nullable ObjectNode settings) {
        return Contents.of(template, messages, variables, settings);
    }

    /// The same of a body, see [#body].
    public static CardContent of(
            PromptBody body, @Nullable List<Variable> variables, @Nullable ObjectNode settings) {
        return Contents.of(
                body,
                variables == null ? List.of() : variables,
                settings == null ? CardJson.emptyObject() : settings);
    }

    /// The one body among what a caller may send.
    public static PromptBody body(
            @Nullable String template,
            @Nullable ArrayNode messages,
            @Nullable String script,
            @Nullable String function) {
        return Contents.body(template, messages, script, function);
    }

    /// Equal contents have equal hashes (SHA-256), however they are spelled.
    public byte[] hash() {
        return ContentHash.of(this);
    }

    /// About how many characters the prompt has.
    public long size() {
        return switch (body) {
            case PromptBody.Text(var template) -> template.length();
            case PromptBody.Chat(var messages) -> messages.toString().length();
            case PromptBody.Script(var script, _) -> script.length();
        };
    }
}
