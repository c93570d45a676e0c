package dev.promptcards.run;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// The outcome of one item, as it is stored.
///
/// @param number the item
/// @param fence the fence under which the item was held
/// @param output the answer as text; JSON text where `outputIsJson`
/// @param said what the model said before any transform, where later items of a conversation are
///     told: a JSON object of `output` and, where there is any, `metadata`
/// @param namedScores a JSON object
/// @param verdicts a JSON array, one element an assertion
/// @param executionTimeMs how long the provider took; null where it was not asked
/// @param costUsd null where the price is not known
/// @param model what it ran on, where that is not its column's
/// @param error why it could not be tried or graded, for the outcomes error and unknown
public record Execution(
        int number,
        int fence,
        int column,
        int casePosition,
        String caseKey,
        int repeat,
        String prompt,
        @Nullable String output,
        boolean outputIsJson,
        @Nullable String said,
        Outcome outcome,
        double score,
        @Nullable String reason,
        String namedScores,
        String verdicts,
        @Nullable Long executionTimeMs,
        @Nullable Integer promptTokens,
        @Nullable Integer completionTokens,
        @Nullable BigDecimal costUsd,
        boolean cached,
        @Nullable String finishReason,
        @Nullable String error,
        int sends,
        byte @Nullable [] requestHash,
        @Nullable ModelName model,
        GradingCost grading) {

    static final String UNSTORABLE =
            "what came of this cannot be stored: look for a price, a score or a count beyond"
                    + " all measure, or an output nested too deep";

    /// The same item as an error, or still as unknown, without anything a model, a judge or a
    /// script gave: what the database refuses for one of them would be refused each time the item
    /// is tried again.
    public Execution unstorable() {
        return new Execution(
                number,
                fence,
                column,
                casePosition,
                caseKey,
                repeat,
                "",
                null,
                false,
                null,
                outcome == Outcome.UNKNOWN ? outcome : Outcome.ERROR,
                0,
                null,
                "{}",
                "[]",
                null,
                null,
                null,
                null,
                cached,
                null,
                outcome == Outcome.UNKNOWN ? "unknown outcome; " + UNSTORABLE : UNSTORABLE,
                sends,
                requestHash,
                model,
                GradingCost.NONE);
    }
}
