package dev.promptcards.assertion.kind;

/// Kinds that look at how the output came about, not at what it says.
public sealed interface MeasureAssertion extends Assertion {

    /// The provider answered within `thresholdMillis`.
    record Latency(double thresholdMillis) implements MeasureAssertion {}

    /// The answer cost at most `thresholdUsd`.
    record Cost(double thresholdUsd) implements MeasureAssertion {}
}
