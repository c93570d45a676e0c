package dev.promptcards.assertion.kind;

import java.util.List;

/// Kinds that score how near the words of an output are to those of a reference, from 0 to 1. Of
/// several references the nearest counts.
public sealed interface SimilarityAssertion extends Assertion {

    /// ROUGE-1 is at least `threshold`.
    record RougeN(String reference, double threshold) implements SimilarityAssertion {}

    /// BLEU is at least `threshold`.
    record Bleu(List<String> references, double threshold) implements SimilarityAssertion {}

    /// Google's BLEU for single sentences is at least `threshold`.
    record Gleu(List<String> references, double threshold) implements SimilarityAssertion {}

    /// METEOR is at least `threshold`. `alpha` weighs precision against recall, `gamma` is the
    /// greatest penalty for scattered matches and `beta` how fast it falls.
    record Meteor(
            List<String> references, double threshold, double alpha, double beta, double gamma)
            implements SimilarityAssertion {}
}
