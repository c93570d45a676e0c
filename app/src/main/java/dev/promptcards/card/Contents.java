package dev.promptcards.card;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.problem.Problem;
import dev.promptcards.problem.StorableText;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes the content of a version from what a caller sent, or refuses it with the field's name.
/// Limits: a template, a script or all messages 1 MiB, settings 64 KiB, 200 variables, 1,000
/// messages.
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
        var body = body(template, messages, null, null);
        return of(
                body,
                variables == null ? List.of() : variables,
                settings == null ? CardJson.emptyObject() : settings);
    }

    static CardContent of(PromptBody body, List<Variable> variables, ObjectNode settings) {
        switch (body) {
            case PromptBody.Text(var template) -> requireText("template", template);
            case PromptBody.Chat(var messages) -> requireMessages(messages);
            case PromptBody.Script(var script, var function) -> {
                requireText("script", script);
                function.ifPresent(name -> requireText("function", name));
            }
        }
        requireVariables(variables);
        StorableText.require("settings", settings);
        requireSize("settings", settings.toString(), MAX_SETTINGS_BYTES);
        return new CardContent(body, variables, settings);
    }

    static PromptBody body(
            @Nullable String template,
            @Nullable ArrayNode messages,
            @Nullable String script,
            @Nullable String function) {
        if (Stream.of(template, messages, script).filter(Objects::nonNull).count() > 1) {
            throw new Problem.Invalid("template, messages, script: send one of them, not both");
        }
        if (function != null && script == null) {
            throw new Problem.Invalid("function: it names an export of `script`, which is missing");
        }
        if (script != null) {
            return new PromptBody.Script(script, Optional.ofNullable(function));
        }
        if (template != null) {
            return new PromptBody.Text(template);
        }
        if (messages != null) {
            return new PromptBody.Chat(messages);
        }
        throw new Problem.Invalid(
                "template: missing; send `template` (a text), `messages` (a chat) or `script` (a"
                        + " module)");
    }

    private static void requireText(String at, String text) {
        requireSize(at, text, MAX_PROMPT_BYTES);
        StorableText.require(at, text, MAX_PROMPT_BYTES);
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
