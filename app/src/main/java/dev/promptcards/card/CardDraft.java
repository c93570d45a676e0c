package dev.promptcards.card;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A card as a caller writes it, with the wording it shall have. Where the card exists, a missing
/// title, description, tags or metadata stays as it is; the wording is taken whole.
public record CardDraft(
        @Nullable String slug,
        @Nullable String title,
        @Nullable String description,
        @Nullable List<String> tags,
        @Nullable ObjectNode metadata,
        @Nullable String template,
        @Nullable ArrayNode messages,
        @Nullable String script,
        @Nullable String function,
        @Nullable List<Variable> variables,
        @Nullable ObjectNode settings,
        @Nullable String message) {

    CardContent content() {
        return CardContent.of(
                CardContent.body(template, messages, script, function), variables, settings);
    }

    CardPatch description(@Nullable Boolean archived) {
        return new CardPatch(title, description, tags, metadata, archived);
    }
}
