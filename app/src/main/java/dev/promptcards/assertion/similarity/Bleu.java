package dev.promptcards.assertion.similarity;

import dev.promptcards.assertion.json.JavaScriptText;

import java.util.List;
import java.util.Locale;

/// BLEU: Papineni et al. 2002, "BLEU: a method for automatic evaluation of machine translation",
/// over words between white space, lower case, runs of 1 to 4.
///
/// The suites people have expect three things that the paper does otherwise: for each run length
/// the reference counts that matches best; a length the output is too short for is left out of the
/// mean; and a precision of 0 counts as 1e-7, for short texts would hardly ever score above 0.
final class Bleu {

    private static final int LONGEST_RUN = 4;
    private static final double NOTHING_MATCHED = 1e-7;

    private Bleu() {}

    static double score(String output, List<String> references) {
        List<String> words = words(output);
        List<List<String>> referenceWords = references.stream().map(Bleu::words).toList();
        int runs = Math.min(LONGEST_RUN, words.size());
        if (runs == 0) {
            return 0;
        }
        double logs = 0;
        for (int n = 1; n <= runs; n++) {
            double precision = (double) matched(n, words, referenceWords) / NGrams.total(n, words);
            logs += Math.log(precision == 0 ? NOTHING_MATCHED : precision);
        }
        return brevityPenalty(words.size(), referenceWords) * Math.exp(logs / runs);
    }

    private static int matched(int n, List<String> words, List<List<String>> references) {
        return references.stream()
                .mapToInt(reference -> new NGrams(n, reference).matched(words))
                .max()
                .orElse(0);
    }

    /// Against the reference whose length is nearest; of two as near, the shorter.
    private static double brevityPenalty(int length, List<List<String>> references) {
        int nearest = references.getFirst().size();
        for (List<String> reference : references) {
            int nearer = Math.abs(nearest - length) - Math.abs(reference.size() - length);
            if (nearer > 0 || (nearer == 0 && reference.size() < nearest)) {
                nearest = reference.size();
            }
        }
        return length >= nearest ? 1 : Math.exp(1 - (double) nearest / length);
    }

    private static List<String> words(String text) {
        return JavaScriptText.words(text.toLowerCase(Locale.ROOT));
    }
}
