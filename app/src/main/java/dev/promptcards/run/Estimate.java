package dev.promptcards.run;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// What a run is expected to cost.
///
/// @param costUsd of its calls, judges' among them, as far as prices are known
/// @param unpriced calls whose price is not known: they are not in `costUsd`, and reserve nothing
public record Estimate(BigDecimal costUsd, int unpriced) {

    /// What is reserved for it: no more than its budget, where it has one.
    BigDecimal within(@Nullable BigDecimal budgetUsd) {
        return budgetUsd == null ? costUsd : costUsd.min(budgetUsd);
    }

    /// Whether it costs nothing, for certain.
    boolean isFree() {
        return costUsd.signum() == 0 && unpriced == 0;
    }
}
