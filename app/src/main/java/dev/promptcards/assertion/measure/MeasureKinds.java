package dev.promptcards.assertion.measure;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.kind.Breakdown;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.MeasureAssertion;

import java.util.OptionalDouble;

/// Judges [MeasureAssertion]s.
public final class MeasureKinds {

    private MeasureKinds() {}

    /// What `measures` show of `assertion`.
    public static Finding judge(MeasureAssertion assertion, Measures measures) {
        return switch (assertion) {
            case MeasureAssertion.Latency a -> latency(a, measures);
            case MeasureAssertion.Cost a -> cost(a, measures);
            case MeasureAssertion.Perplexity a -> Perplexities.plain(a, measures);
            case MeasureAssertion.PerplexityScore a -> Perplexities.score(a, measures);
            case MeasureAssertion.FinishReason a -> ProviderWords.finishReason(a, measures);
            case MeasureAssertion.Guardrails() -> ProviderWords.guardrails(measures);
        };
    }

    private static Finding latency(MeasureAssertion.Latency assertion, Measures measures) {
        if (measures.cached()) {
            return new Finding.Unusable(
                    "Latency assertion does not support cached results. Rerun the eval with"
                            + " --no-cache");
        }
        if (measures.latencyMillis().isEmpty()) {
            return new Finding.Unusable("Latency assertion needs a latency, and none was measured");
        }
        double millis = measures.latencyMillis().getAsDouble();
        String shown = JavaScriptText.number(Math.round(millis * 1000) / 1000.0);
        return atMost("Latency " + shown + "ms", millis, assertion.thresholdMillis(), "ms");
    }

    private static Finding cost(MeasureAssertion.Cost assertion, Measures measures) {
        if (measures.costUsd().isEmpty()) {
            return new Finding.Unusable(
                    "Cost assertion does not support providers that do not return cost");
        }
        double usd = measures.costUsd().getAsDouble();
        return atMost("Cost " + JavaScriptText.number(usd), usd, assertion.thresholdUsd(), "");
    }

    private static Finding atMost(
            String measured, double value, OptionalDouble threshold, String unit) {
        if (threshold.isEmpty()) {
            return taken(value);
        }
        String than = "threshold " + JavaScriptText.number(threshold.getAsDouble()) + unit;
        return Finding.of(
                value <= threshold.getAsDouble(),
                measured + " is greater than " + than,
                measured + " is less than or equal to " + than);
    }

    /// A measure that is only taken down.
    static Finding taken(double score) {
        return new Finding.Decided(true, score, score, "", "Assertion passed", Breakdown.NONE);
    }
}
