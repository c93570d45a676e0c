package dev.promptcards.card.transfer;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.card.CardId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A version with the card it belongs to.
record ExportRow(
        CardId id,
        String title,
        String slug,
        String description,
        JsonNode tags,
        JsonNode metadata,
        int number,
        Instant committedAt,
        @Nullable String template,
        @Nullable JsonNode messages,
        String kind,
        @Nullable String function,
        JsonNode variables,
        JsonNode settings,
        String message) {}
