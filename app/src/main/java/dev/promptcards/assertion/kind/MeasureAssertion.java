package dev.promptcards.assertion.kind;

import java.util.OptionalDouble;

/// Kinds that look at how the output came about, not at what it says. Where a threshold is empty,
/// the measure is only taken down: it is the score, and cannot fail.
public sealed interface MeasureAssertion extends Assertion {

    /// The provider answered within `thresholdMillis`.
    record Latency(OptionalDouble thresholdMillis) implements MeasureAssertion {}

    /// The answer cost at most `thresholdUsd`.
    record Cost(OptionalDouble thresholdUsd) implements MeasureAssertion {}

    /// The perplexity of the answer, e to the mean of −log p of its tokens, is at most `threshold`;
    /// scored 1 or 0.
    record Perplexity(OptionalDouble threshold) implements MeasureAssertion {}

    /// 1 ÷ (1 + perplexity), which is the score, is at least `threshold`.
    record PerplexityScore(OptionalDouble threshold) implements MeasureAssertion {}

    /// The model stopped for this reason, upper or lower case.
    record FinishReason(String reason) implements MeasureAssertion {}

    /// The provider's safety filter flagged nothing.
    record Guardrails() implements MeasureAssertion {}
}
