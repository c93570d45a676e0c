package dev.promptcards.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.queue.RunId;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/// An execution as it goes over the wire.
///
/// @param number the item's number in its run
/// @param row the row of the result table it stands in; `testIdx` on the wire, as promptfoo has it
/// @param column its column; `promptIdx` on the wire
/// @param caseKey pairs it with the same case in other runs
/// @param prompt null where an import did not bring it; the same holds of `score`
/// @param output a text, or JSON where the model answered with tool calls or a structure
/// @param components one element an assertion
/// @param costUsd null where the price is not known
/// @param provider what it ran on: its column's, unless the case has one of its own
/// @param gradingCostUsd what its judges cost; null where none was asked or a price is not known
/// @param sends how many requests have left for it
record ExecutionView(
        UUID id,
        RunId runId,
        int number,
        @JsonProperty("testIdx") int row,
        @JsonProperty("promptIdx") int column,
        String caseKey,
        @Nullable String description,
        int repeat,
        String card,
        int version,
        String promptLabel,
        String provider,
        @Nullable String providerLabel,
        String providerKind,
        String model,
        JsonNode vars,
        JsonNode metadata,
        @Nullable String prompt,
        JsonNode output,
        String outcome,
        boolean passed,
        @Nullable Double score,
        @Nullable String reason,
        JsonNode namedScores,
        JsonNode components,
        @Nullable Long executionTimeMs,
        @Nullable Integer promptTokens,
        @Nullable Integer completionTokens,
        @Nullable BigDecimal costUsd,
        @Nullable BigDecimal gradingCostUsd,
        @Nullable Integer gradingPromptTokens,
        @Nullable Integer gradingCompletionTokens,
        boolean cached,
        @Nullable String finishReason,
        @Nullable String error,
        int sends,
        Instant createdAt,
        Instant finishedAt) {}
