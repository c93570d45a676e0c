package dev.promptcards.assertion.text;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.TextAssertion.Levenshtein;

import org.apache.commons.text.similarity.LevenshteinDistance;

/// Levenshtein's distance in UTF-16 units. Its time grows with the product of the lengths, so that
/// long texts are only compared as far as the threshold, and texts too long even for that not at
/// all.
final class EditDistance {

    /// Comparisons of two units that are worth the time: some 50 ms.
    private static final long MOST_STEPS = 20_000_000;

    private EditDistance() {}

    static Finding judge(Levenshtein assertion, String output) {
        String target = assertion.target();
        String threshold = JavaScriptText.number(assertion.threshold());
        if (assertion.threshold() < 0) {
            return new Finding.Unusable("The threshold of \"levenshtein\" must not be below 0");
        }
        long steps = (long) output.length() * target.length();
        if (steps <= MOST_STEPS) {
            int distance = LevenshteinDistance.getDefaultInstance().apply(output, target);
            return Finding.of(
                    distance <= assertion.threshold(),
                    "Levenshtein distance " + distance + " is greater than threshold " + threshold,
                    "Levenshtein distance "
                            + distance
                            + " is less than or equal to threshold "
                            + threshold);
        }
        int longest = Math.max(output.length(), target.length());
        double band = Math.min(Math.floor(assertion.threshold()), longest);
        if ((2 * band + 1) * longest > MOST_STEPS) {
            return new Finding.Unusable(
                    "The output and the expected text are too long to compare: "
                            + output.length()
                            + " and "
                            + target.length()
                            + " characters");
        }
        boolean holds = new LevenshteinDistance((int) band).apply(output, target) >= 0;
        return Finding.of(
                holds,
                "Levenshtein distance is greater than threshold " + threshold,
                "Levenshtein distance is less than or equal to threshold " + threshold);
    }
}
