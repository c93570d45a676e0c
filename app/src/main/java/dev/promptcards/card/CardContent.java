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

    /// Equal contents have equal hashes (SHA-256), however they are spelled.
    public byte[] hash() {
        return ContentHash.of(this);
    }

    /// About how many characters the prompt has.
    public long size() {
        return switch (body) {
            case PromptBody.Text(var template) -> template.length();
            case PromptBody.Chat(var messages) -> messages.toString().length();
        };
    }
}
