package dev.promptcards.run;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// What judging one execution took. An answer of a judge that was paid for by another item or run
/// keeps its figures, and costs nothing anew.
///
/// @param asked whether a judge was asked at all
/// @param costUsd of all answers; null where nobody was asked or a price is not known
/// @param newCostUsd of what was paid for this very item, as far as prices are known
/// @param newUnpriced answers paid for this very item whose price is not known
public record GradingCost(
        boolean asked,
        @Nullable BigDecimal costUsd,
        int promptTokens,
        int completionTokens,
        BigDecimal newCostUsd,
        int newUnpriced,
        int newPromptTokens,
        int newCompletionTokens) {

    public static final GradingCost NONE =
            new GradingCost(false, null, 0, 0, BigDecimal.ZERO, 0, 0, 0);

    /// Only what was paid for this very item.
    public GradingCost paid() {
        return new GradingCost(
                asked,
                asked && newUnpriced == 0 ? newCostUsd : null,
                newPromptTokens,
                newCompletionTokens,
                newCostUsd,
                newUnpriced,
                newPromptTokens,
                newCompletionTokens);
    }
}
