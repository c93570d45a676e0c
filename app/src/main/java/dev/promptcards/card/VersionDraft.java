package dev.promptcards.card;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A new wording as a caller writes it: what is missing is taken over from the latest version.
public record VersionDraft(
        @Nullable String template,
        @Nullable ArrayNode messages,
        @Nullable List<Variable> variables,
        @Nullable ObjectNode settings,
        @Nullable String message) {

    CardContent over(CardContent latest) {
        return Contents.of(
                template == null && messages == null
                        ? latest.body()
                        : Contents.body(template, messages),
                variables == null ? latest.variables() : variables,
                settings == null ? latest.settings() : settings);
    }
}
