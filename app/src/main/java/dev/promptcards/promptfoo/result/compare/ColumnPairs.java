package dev.promptcards.promptfoo.result.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// Which column of a run stands for which of an earlier one: the same prompt label on the same
/// model; else the same card on the same model, since a prompt without a label is called by its
/// text, and that may have been edited; else, where one column is left on each side, those.
///
/// @param onlyBefore columns of the earlier run nothing stands for
record ColumnPairs(
        List<Pair> pairs, List<RunCases.Column> onlyNow, List<RunCases.Column> onlyBefore) {

    record Pair(RunCases.Column before, RunCases.Column now) {}

    private record Key(String prompt, String provider, String providerLabel) {}

    static ColumnPairs of(List<RunCases.Column> before, List<RunCases.Column> now) {
        List<RunCases.Column> restBefore = new ArrayList<>(before);
        List<RunCases.Column> restNow = new ArrayList<>(now);
        List<Pair> pairs = new ArrayList<>();
        pairs.addAll(
                taken(
                        restBefore,
                        restNow,
                        c -> new Key(c.promptLabel(), c.provider(), c.providerLabel())));
        pairs.addAll(
                taken(
                        restBefore,
                        restNow,
                        c -> new Key(c.card(), c.provider(), c.providerLabel())));
        if (restBefore.size() == 1 && restNow.size() == 1) {
            pairs.addAll(taken(restBefore, restNow, _ -> new Key("", "", "")));
        }
        pairs.sort(Comparator.comparingInt(pair -> pair.now().number()));
        return new ColumnPairs(pairs, restNow, restBefore);
    }

    private static List<Pair> taken(
            List<RunCases.Column> before,
            List<RunCases.Column> now,
            Function<RunCases.Column, Key> key) {
        List<Pair> pairs = new ArrayList<>();
        for (RunCases.Column column : List.copyOf(now)) {
            before.stream()
                    .filter(other -> key.apply(other).equals(key.apply(column)))
                    .findFirst()
                    .ifPresent(
                            other -> {
                                pairs.add(new Pair(other, column));
                                before.remove(other);
                                now.remove(column);
                            });
        }
        return pairs;
    }
}
