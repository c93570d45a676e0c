package dev.promptcards.assertion.similarity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How often each run of `n` words occurs in a reference. Of an output held against it nothing is
/// kept, so that a huge output costs no memory.
final class NGrams {

    private final int n;
    private final Map<String, Integer> counts = new HashMap<>();

    NGrams(int n, List<String> referenceWords) {
        this.n = n;
        for (int i = 0; i < total(n, referenceWords); i++) {
            counts.merge(gram(referenceWords, i), 1, Integer::sum);
        }
    }

    /// How many runs of `n` there are in so many words.
    static int total(int n, List<String> words) {
        return Math.max(0, words.size() - n + 1);
    }

    /// How many runs of the output are matched: each at most as often as the reference has it.
    int matched(List<String> outputWords) {
        Map<String, Integer> left = new HashMap<>(counts);
        int matched = 0;
        for (int i = 0; i < total(n, outputWords); i++) {
            String gram = gram(outputWords, i);
            int free = left.getOrDefault(gram, 0);
            if (free > 0) {
                left.put(gram, free - 1);
                matched++;
            }
        }
        return matched;
    }

    private String gram(List<String> words, int at) {
        return n == 1 ? words.get(at) : String.join(" ", words.subList(at, at + n));
    }
}
