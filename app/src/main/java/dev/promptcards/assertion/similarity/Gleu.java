package dev.promptcards.assertion.similarity;

import dev.promptcards.assertion.json.JavaScriptText;

import java.util.List;
import java.util.Locale;

/// GLEU: Wu et al. 2016, "Google's Neural Machine Translation System", section 4.3: all runs of 1
/// to 4 words together, the lesser of precision and recall. Words stand between white space, lower
/// case, full stops at their ends left out.
final class Gleu {

    private static final int LONGEST_RUN = 4;

    private final List<String> words;

    Gleu(String output) {
        words = words(output);
    }

    double score(String reference) {
        List<String> other = words(reference);
        int matched = 0;
        int mine = 0;
        int theirs = 0;
        for (int n = 1; n <= LONGEST_RUN; n++) {
            matched += new NGrams(n, other).matched(words);
            mine += NGrams.total(n, words);
            theirs += NGrams.total(n, other);
        }
        return mine == 0 || theirs == 0 ? 0 : (double) matched / Math.max(mine, theirs);
    }

    /// The words of `text`, for METEOR too.
    static List<String> words(String text) {
        return JavaScriptText.words(text.toLowerCase(Locale.ROOT)).stream()
                .map(Gleu::withoutFullStops)
                .toList();
    }

    private static String withoutFullStops(String word) {
        int end = word.length();
        while (end > 0 && word.charAt(end - 1) == '.') {
            end--;
        }
        return word.substring(0, end);
    }
}
