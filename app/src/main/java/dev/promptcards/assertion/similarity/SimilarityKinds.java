package dev.promptcards.assertion.similarity;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.SimilarityAssertion;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// Judges [SimilarityAssertion]s.
public final class SimilarityKinds {

    /// These two give no number for no words, where ROUGE and BLEU are 0.
    private static final Finding NOTHING =
            new Finding.Unusable("There is no text to compare with the reference");

    private SimilarityKinds() {}

    /// What `output` shows of `assertion`.
    public static Finding judge(SimilarityAssertion assertion, String output) {
        return switch (assertion) {
            case SimilarityAssertion.RougeN a ->
                    finding("ROUGE-N", 2, Rouge.score(output, a.reference()), a.threshold());
            case SimilarityAssertion.Bleu a ->
                    finding("BLEU", 4, Bleu.score(output, a.references()), a.threshold());
            case SimilarityAssertion.Gleu a when output.isEmpty() -> NOTHING;
            case SimilarityAssertion.Meteor a when output.isEmpty() -> NOTHING;
            case SimilarityAssertion.Gleu a -> {
                Gleu gleu = new Gleu(output);
                yield finding("GLEU", 4, nearest(a.references(), gleu::score), a.threshold());
            }
            case SimilarityAssertion.Meteor a -> {
                Meteor meteor = new Meteor(output, a.alpha(), a.beta(), a.gamma());
                yield finding("METEOR", 4, nearest(a.references(), meteor::score), a.threshold());
            }
        };
    }

    private static double nearest(List<String> references, ToDoubleFunction<String> score) {
        return references.stream().mapToDouble(score).max().orElse(0);
    }

    private static Finding finding(String name, int digits, double score, double threshold) {
        String scored = name + " score " + JavaScriptText.fixed(score, digits) + " is ";
        String than = "than threshold " + JavaScriptText.number(threshold);
        return Finding.graded(
                score >= threshold,
                score,
                scored + "less " + than,
                scored + "greater than or equal to " + than.substring("than ".length()));
    }
}
