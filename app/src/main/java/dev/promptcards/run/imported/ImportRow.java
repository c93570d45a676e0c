package dev.promptcards.run.imported;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/// An execution that ran elsewhere, as its row says. What the row does not say is null.
///
/// @param line where the row begins, from 1
/// @param card the card's name as written
/// @param version of the card
/// @param repeat which of several tries of the same case it is, from 0
/// @param at when it ran
/// @param outcome `passed`, `failed` or `error`
/// @param prompt as it was sent, rendered
record ImportRow(
        int line,
        String card,
        @Nullable Integer version,
        @Nullable String provider,
        String model,
        String caseKey,
        @Nullable Integer repeat,
        @Nullable Instant at,
        String outcome,
        @Nullable Double score,
        @Nullable String reason,
        @Nullable String prompt,
        @Nullable String output,
        @Nullable String error,
        @Nullable Long executionTimeMs,
        @Nullable Integer promptTokens,
        @Nullable Integer completionTokens,
        @Nullable BigDecimal costUsd) {

    /// About how much memory its texts take.
    int characters() {
        return length(reason) + length(prompt) + length(output) + length(error);
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
