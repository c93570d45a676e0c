package dev.promptcards.run;

import java.math.BigDecimal;

/// The counters of a run, kept in the transactions that store its outcomes.
///
/// @param maybeChargedTwice requests sent again although the first may have been billed
/// @param unpriced answers of a model whose price is not known; they are not in `costUsd`
/// @param heldComparisons rows whose comparison lost a judge's answer: somebody has to decide
/// @param gradingCostUsd of judges; those whose price is not known are `gradingUnpriced`
public record Progress(
        int passed,
        int failed,
        int errors,
        int unknown,
        int cached,
        int maybeChargedTwice,
        int unpriced,
        BigDecimal costUsd,
        long promptTokens,
        long completionTokens,
        BigDecimal gradingCostUsd,
        int gradingUnpriced,
        long gradingPromptTokens,
        long gradingCompletionTokens,
        int heldComparisons) {

    /// How many items have an outcome, unknown ones included.
    public int settled() {
        return passed + failed + errors + unknown;
    }
}
