package dev.promptcards.card;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A new wording as a caller writes it: what is missing is taken over from the latest version.
public record VersionDraft(
        @Nullable String template,
        @Nullable ArrayNode messages,
        @Nullable String script,
        @Nullable String function,
        @Nullable List<Variable> variables,
        @Nullable ObjectNode settings,
        @Nullable String message) {

    CardContent over(CardContent latest) {
        return Contents.of(
                template == null && messages == null && script == null && function == null
                        ? latest.body()
                        : Contents.body(template, messages, script, function),
                variables == null ? latest.variables() : variables,
                settings == null ? latest.settings() : settings);
    }
}
