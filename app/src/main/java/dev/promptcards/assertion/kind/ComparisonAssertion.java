package dev.promptcards.assertion.kind;

import dev.promptcards.assertion.kind.JudgedAssertion.Grading;

import java.util.Map;
import java.util.OptionalDouble;

/// Kinds that compare the outputs of a row, after each was graded by itself.
public sealed interface ComparisonAssertion extends Assertion {

    /// A model picks the output that meets the criteria best.
    record SelectBest(String criteria, Grading grading) implements ComparisonAssertion {}

    /// The output whose other assertions score highest, on average or in sum, with these weights by
    /// type (1 where none is named), and at least `threshold`.
    record MaxScore(boolean sum, Map<String, Double> weights, OptionalDouble threshold)
            implements ComparisonAssertion {}
}
