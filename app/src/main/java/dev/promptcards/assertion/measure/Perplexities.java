package dev.promptcards.assertion.measure;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.MeasureAssertion;

import java.util.OptionalDouble;

/// The kinds `perplexity` and `perplexity-score`: e to the mean of −log p of an answer's tokens.
final class Perplexities {

    private Perplexities() {}

    static Finding plain(MeasureAssertion.Perplexity assertion, Measures measures) {
        OptionalDouble perplexity = perplexity(measures);
        if (perplexity.isEmpty()) {
            return unknown("Perplexity");
        }
        if (assertion.threshold().isEmpty()) {
            return MeasureKinds.taken(1);
        }
        double value = perplexity.getAsDouble();
        String measured = "Perplexity " + JavaScriptText.fixed(value, 2) + " is ";
        String threshold = threshold(assertion.threshold());
        return Finding.of(
                value <= assertion.threshold().getAsDouble(),
                measured + "greater than " + threshold,
                measured + "less than or equal to " + threshold);
    }

    static Finding score(MeasureAssertion.PerplexityScore assertion, Measures measures) {
        OptionalDouble perplexity = perplexity(measures);
        if (perplexity.isEmpty()) {
            return unknown("perplexity-score");
        }
        double score = 1 / (1 + perplexity.getAsDouble());
        if (assertion.threshold().isEmpty()) {
            return MeasureKinds.taken(score);
        }
        String measured = "Perplexity score " + JavaScriptText.fixed(score, 2) + " is ";
        String threshold = threshold(assertion.threshold());
        return Finding.graded(
                score >= assertion.threshold().getAsDouble(),
                score,
                measured + "less than " + threshold,
                measured + "greater than or equal to " + threshold);
    }

    private static OptionalDouble perplexity(Measures measures) {
        double sum = 0;
        int tokens = 0;
        for (JsonNode logProb :
                measures.logProbs().stream().flatMap(JsonNode::valueStream).toList()) {
            sum += logProb.asDouble();
            tokens++;
        }
        return tokens == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.exp(-sum / tokens));
    }

    private static String threshold(OptionalDouble threshold) {
        return "threshold " + JavaScriptText.number(threshold.orElseThrow());
    }

    private static Finding unknown(String name) {
        return new Finding.Unusable(
                name + " assertion does not support providers that do not return logProbs");
    }
}
