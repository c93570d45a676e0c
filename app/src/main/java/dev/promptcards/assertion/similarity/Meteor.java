package dev.promptcards.assertion.similarity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// METEOR: Banerjee and Lavie 2005, with the parameters of Lavie and Agarwal 2007. Words match
/// where they are the same, then where their stems are ([PorterStemmer]), then where the stem of
/// the one is a synonym of the other's ([Synonyms]). Synonyms are those of stems, as in promptfoo:
/// `quick` matches `fast`, and `big` does not match `large`, whose stem is no word.
final class Meteor {

    /// A word of the output fits one of the reference whose `form` is among its `fitting` ones.
    private record Stage(
            UnaryOperator<String> form, Function<String, ? extends Collection<String>> fitting) {}

    private static final List<Stage> STAGES =
            List.of(
                    new Stage(UnaryOperator.identity(), List::of),
                    new Stage(PorterStemmer::stem, List::of),
                    new Stage(PorterStemmer::stem, Synonyms::of));

    private static final int UNMATCHED = -1;
    private static final Deque<Integer> NOWHERE = new ArrayDeque<>();

    private final List<String> words;
    private final double alpha;
    private final double beta;
    private final double gamma;

    Meteor(String output, double alpha, double beta, double gamma) {
        words = Gleu.words(output);
        this.alpha = alpha;
        this.beta = beta;
        this.gamma = gamma;
    }

    double score(String reference) {
        List<String> other = Gleu.words(reference);
        int[] partner = align(other);
        int matches = (int) Arrays.stream(partner).filter(p -> p != UNMATCHED).count();
        if (matches == 0) {
            return 0;
        }
        double precision = (double) matches / words.size();
        double recall = (double) matches / other.size();
        double mean = precision * recall / (alpha * precision + (1 - alpha) * recall);
        double scattered = (double) chunks(partner) / matches;
        return mean * (1 - gamma * Math.pow(scattered, beta));
    }

    /// For each word of the output, the place of its partner in the reference. From the end, each
    /// takes the last that is free.
    private int[] align(List<String> other) {
        int[] partner = new int[words.size()];
        Arrays.fill(partner, UNMATCHED);
        boolean[] taken = new boolean[other.size()];
        for (Stage stage : STAGES) {
            Map<String, Deque<Integer>> free = new HashMap<>();
            int left = 0;
            for (int j = 0; j < taken.length; j++) {
                if (!taken[j]) {
                    left++;
                    String form = stage.form().apply(other.get(j));
                    free.computeIfAbsent(form, k -> new ArrayDeque<>()).push(j);
                }
            }
            for (int i = partner.length - 1; i >= 0 && left > 0; i--) {
                if (partner[i] == UNMATCHED) {
                    String form = stage.form().apply(words.get(i));
                    partner[i] = takeLast(free, stage.fitting().apply(form));
                    if (partner[i] != UNMATCHED) {
                        taken[partner[i]] = true;
                        left--;
                    }
                }
            }
        }
        return partner;
    }

    /// The last free place of any of the forms, which then is free no more.
    private static int takeLast(Map<String, Deque<Integer>> free, Collection<String> forms) {
        Deque<Integer> latest = NOWHERE;
        for (String form : forms) {
            Deque<Integer> places = free.getOrDefault(form, NOWHERE);
            if (!places.isEmpty() && (latest.isEmpty() || places.getFirst() > latest.getFirst())) {
                latest = places;
            }
        }
        return latest.isEmpty() ? UNMATCHED : latest.pop();
    }

    /// Runs of matches that stand side by side in both texts.
    private static int chunks(int[] partner) {
        List<int[]> matches = new ArrayList<>();
        for (int i = 0; i < partner.length; i++) {
            if (partner[i] != UNMATCHED) {
                matches.add(new int[] {i, partner[i]});
            }
        }
        int chunks = 1;
        for (int k = 1; k < matches.size(); k++) {
            int[] here = matches.get(k);
            int[] before = matches.get(k - 1);
            chunks += here[0] == before[0] + 1 && here[1] == before[1] + 1 ? 0 : 1;
        }
        return chunks;
    }
}
