package dev.promptcards.assertion.similarity;

import java.util.List;
import java.util.Locale;

/// ROUGE-1: Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries", section 2, as the
/// harmonic mean of precision and recall of single words, upper and lower case the same.
final class Rouge {

    private Rouge() {}

    static double score(String output, String reference) {
        List<String> words = Treebank.tokens(output.toLowerCase(Locale.ROOT));
        List<String> other = Treebank.tokens(reference.toLowerCase(Locale.ROOT));
        int matched = new NGrams(1, other).matched(words);
        return matched == 0 ? 0 : 2.0 * matched / (words.size() + other.size());
    }
}
