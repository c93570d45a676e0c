package dev.promptcards.card.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.card.CardVersion;
import dev.promptcards.card.PromptBody;
import dev.promptcards.card.Variable;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A version as the API shows it: of kind `text` with a `template`, or of kind `chat` with
/// `messages`.
public record VersionView(
        int number,
        String kind,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String template,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ArrayNode messages,
        List<Variable> variables,
        ObjectNode settings,
        String message,
        String createdBy,
        Instant createdAt) {

    static VersionView of(CardVersion version) {
        return switch (version.content().body()) {
            case PromptBody.Text(var template) -> of(version, "text", template, null);
            case PromptBody.Chat(var messages) -> of(version, "chat", null, messages);
        };
    }

    private static VersionView of(
            CardVersion version,
            String kind,
            @Nullable String template,
            @Nullable ArrayNode messages) {
        return new VersionView(
                version.number(),
                kind,
                template,
                messages,
                version.content().variables(),
                version.content().settings(),
                version.message(),
                version.createdBy(),
                version.createdAt());
    }
}
