package dev.promptcards.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A version as the API shows it: of kind `text` with a `template`, of kind `chat` with `messages`,
/// or of kind `script` with a `script` and, where it is not the module itself, its `function`.
public record VersionView(
        int number,
        String kind,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String template,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ArrayNode messages,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String script,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String function,
        List<Variable> variables,
        ObjectNode settings,
        String message,
        String createdBy,
        Instant createdAt) {

    /// How a version is shown.
    public static VersionView of(CardVersion version) {
        return switch (version.content().body()) {
            case PromptBody.Text(var template) ->
                    of(version, "text", template, null, null, Optional.empty());
            case PromptBody.Chat(var messages) ->
                    of(version, "chat", null, messages, null, Optional.empty());
            case PromptBody.Script(var script, var function) ->
                    of(version, "script", null, null, script, function);
        };
    }

    private static VersionView of(
            CardVersion version,
            String kind,
            @Nullable String template,
            @Nullable ArrayNode messages,
            @Nullable String script,
            Optional<String> function) {
        return new VersionView(
                version.number(),
                kind,
                template,
                messages,
                script,
                function.orElse(null),
                version.content().variables(),
                version.content().settings(),
                version.message(),
                version.createdBy(),
                version.createdAt());
    }
}
