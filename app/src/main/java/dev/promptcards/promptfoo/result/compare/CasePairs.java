package dev.promptcards.promptfoo.result.compare;

import dev.promptcards.promptfoo.result.compare.CaseTally.State;
import dev.promptcards.promptfoo.result.compare.ColumnComparison.Turned;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Counts the cases two columns have in common.
final class CasePairs {

    private CasePairs() {}

    static ColumnComparison compare(ColumnPairs.Pair pair) {
        int better = 0;
        int worse = 0;
        int unchanged = 0;
        int undecided = 0;
        List<Turned> turned = new ArrayList<>();
        for (var entry : pair.now().cases().entrySet()) {
            CaseTally before = pair.before().cases().get(entry.getKey());
            if (before == null) {
                continue;
            }
            State was = before.state();
            State is = entry.getValue().state();
            if (was == State.NOT_DECIDED || is == State.NOT_DECIDED) {
                undecided++;
            } else if (was == is) {
                unchanged++;
            } else {
                boolean gained = is == State.PASSES;
                better += gained ? 1 : 0;
                worse += gained ? 0 : 1;
                turned.add(new Turned(entry.getKey(), entry.getValue().name(), gained));
            }
        }
        turned.sort(Comparator.comparing(Turned::better));
        return new ColumnComparison(
                pair.now().heading(),
                pair.before().heading(),
                better,
                worse,
                unchanged,
                undecided,
                List.copyOf(turned));
    }
}
