package dev.promptcards.card;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.problem.Problem;
import dev.promptcards.problem.StorableText;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Makes the content of a version from what a caller sent, or refuses it with the field's name.
/// Limits: a template or all messages 1 MiB, settings 64 KiB, 200 variables, 1,000 messages.
final class Contents {

    private static final int MAX_PROMPT_BYTES = 1024 * 1024;
    private static final int MAX_SETTINGS_BYTES = 64 * 1024;
    private static final int MAX_VARIABLES = 200;
    private static final int MAX_MESSAGES = 1000;

    private Contents() {}

    static CardContent of(
            @Nullable String template,
            @Nullable ArrayNode messages,
            @Nullable List<Variable> variables,
            @Nullable ObjectNode settings) {
        var body = body(template, messages);
        return of(
                body,
                variables == null ? List.of() : variables,
                settings == null ? CardJson.emptyObject() : settings);
    }

    static CardContent of(PromptBody body, List<Variable> variables, ObjectNode settings) {
        switch (body) {
            case PromptBody.Text(var template) -> requireTemplate(template);
            case PromptBody.Chat(var messages) -> requireMessages(messages);
        }
        requireVariables(variables);
        StorableText.require("settings", settings);
        requireSize("settings", settings.toString(), MAX_SETTINGS_BYTES);
        return new CardContent(body, variables, settings);
    }

    static PromptBody body(@Nullable String template, @Nullable ArrayNode messages) {
        if (template != null && messages != null) {
            throw new Problem.Invalid("template, messages: send one of the two, not both");
        }
        if (template != null) {
            return new PromptBody.Text(template);
        }
        if (messages != null) {
            return new PromptBody.Chat(messages);
        }
        throw new Problem.Invalid(
                "template: missing; send `template` (a text) or `messages` (a chat)");
    }

    private static void requireTemplate(String template) {
        requireSize("template", template, MAX_PROMPT_BYTES);
        StorableText.require("template", template, MAX_PROMPT_BYTES);
    }

    private static void requireMessages(ArrayNode messages) {
        if (messages.isEmpty() || messages.size() > MAX_MESSAGES) {
            throw new Problem.Invalid(
                    "messages: a chat has 1 to 1,000 messages, and this has %,d"
                            .formatted(messages.size()));
        }
        for (int i = 0; i < messages.size(); i++) {
            if (!messages.get(i).path("role").isTextual()) {
                throw new Problem.Invalid(
                        "messages[" + i + "]: must be an object with a text `role`");
            }
        }
        StorableText.require("messages", messages);
        requireSize("messages", messages.toString(), MAX_PROMPT_BYTES);
    }

    private static void requireVariables(List<Variable> variables) {
        if (variables.stream().anyMatch(Objects::isNull)) {
            throw new Problem.Invalid("variables: each is an object, and one of these is null");
        }
        if (variables.size() > MAX_VARIABLES) {
            throw new Problem.Invalid(
                    "variables: at most 200, and these are %,d".formatted(variables.size()));
        }
        var faults = Variables.faults(variables);
        if (!faults.isEmpty()) {
            throw new Problem.Invalid("variables: the declarations are wrong, see errors", faults);
        }
        StorableText.require("variables", CardJson.tree(variables));
    }

    private static void requireSize(String at, String text, int maxBytes) {
        // Three bytes a UTF-16 unit are the most UTF-8 takes: most texts need not be encoded.
        if (text.length() <= maxBytes / 3) {
            return;
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > maxBytes) {
            throw new Problem.Invalid(
                    "%s: %,d bytes, at most %,d are taken".formatted(at, bytes, maxBytes));
        }
    }
}
