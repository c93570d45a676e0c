package dev.promptcards.assertion.judged;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.kind.Breakdown;
import dev.promptcards.assertion.kind.Finding;

/// The findings judged kinds come to.
final class Verdict {

    /// JavaScript's `Number.EPSILON`: scores are sums and quotients, and thresholds are not.
    static final double EPSILON = Math.ulp(1.0);

    private Verdict() {}

    /// Decided, for that reason; the negation's score is what is missing to 1.
    static Finding.Decided of(boolean holds, double score, String reason) {
        return new Finding.Decided(holds, score, 1 - score, reason, reason, Breakdown.NONE);
    }

    /// A share that has to reach a threshold.
    static Finding share(String name, double score, double threshold) {
        boolean holds = score >= threshold - EPSILON;
        return of(
                holds,
                score,
                "%s %s is %s %s"
                        .formatted(
                                name,
                                JavaScriptText.fixed(score, 2),
                                holds ? ">=" : "<",
                                JavaScriptText.number(threshold)));
    }
}
