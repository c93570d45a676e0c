package dev.promptcards.assertion.measure;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.MeasureAssertion;

/// Judges [MeasureAssertion]s.
public final class MeasureKinds {

    private MeasureKinds() {}

    /// What `measures` show of `assertion`.
    public static Finding judge(MeasureAssertion assertion, Measures measures) {
        return switch (assertion) {
            case MeasureAssertion.Latency a -> latency(a, measures);
            case MeasureAssertion.Cost a -> cost(a, measures);
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
        return atMost(
                "Latency " + JavaScriptText.number(Math.round(millis * 1000) / 1000.0) + "ms",
                millis <= assertion.thresholdMillis(),
                JavaScriptText.number(assertion.thresholdMillis()) + "ms");
    }

    private static Finding cost(MeasureAssertion.Cost assertion, Measures measures) {
        if (measures.costUsd().isEmpty()) {
            return new Finding.Unusable(
                    "Cost assertion does not support providers that do not return cost");
        }
        double usd = measures.costUsd().getAsDouble();
        return atMost(
                "Cost " + JavaScriptText.number(usd),
                usd <= assertion.thresholdUsd(),
                JavaScriptText.number(assertion.thresholdUsd()));
    }

    private static Finding atMost(String measured, boolean holds, String threshold) {
        return Finding.of(
                holds,
                measured + " is greater than threshold " + threshold,
                measured + " is less than or equal to threshold " + threshold);
    }
}
