package dev.promptcards.promptfoo.file;

import dev.promptcards.promptfoo.file.Finding.Severity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Collects findings, refusals first. Of each severity it keeps the first few and counts the rest,
/// so that a file of 100,000 faulty lines costs no memory and no patience.
public final class Findings implements Consumer<Finding> {

    private static final int KEPT = 50;

    private final Map<Severity, List<Finding>> kept = new EnumMap<>(Severity.class);
    private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);

    @Override
    public void accept(Finding finding) {
        List<Finding> same = kept.computeIfAbsent(finding.severity(), _ -> new ArrayList<>());
        if (same.contains(finding)) {
            return;
        }
        counts.merge(finding.severity(), 1, Integer::sum);
        if (same.size() < KEPT) {
            same.add(finding);
        }
    }

    /// Whether anything found forbids the run.
    public boolean refused() {
        return count(Severity.REFUSED) > 0;
    }

    public int count(Severity severity) {
        return counts.getOrDefault(severity, 0);
    }

    /// How many were counted and not kept.
    public int more() {
        return counts.values().stream().mapToInt(Integer::intValue).sum() - list().size();
    }

    /// What was kept, the gravest first, each severity in the order of finding.
    public List<Finding> list() {
        return kept.values().stream().flatMap(List::stream).toList();
    }
}
