package dev.promptcards.run.worker;

import dev.promptcards.queue.QueueBatch;
import dev.promptcards.quota.Use;
import dev.promptcards.run.Execution;

import java.util.ArrayList;
import java.util.List;

/// The entries of one run that are committed together, by their kind, and what they have used.
final class Groups {
    final List<Entry.Response> responses = new ArrayList<>();
    final List<Entry> comparisons = new ArrayList<>();
    final JudgeGroups judges = new JudgeGroups();
    final List<QueueBatch.Sent> sent = new ArrayList<>();
    final List<QueueBatch.Returned> returned = new ArrayList<>();
    final List<Execution> settled = new ArrayList<>();
    final List<Execution> held = new ArrayList<>();
    Use use = Use.NONE;

    /// Whether something is about to leave that somebody may be billed for.
    boolean bills() {
        return !sent.isEmpty() || !judges.asked().isEmpty();
    }

    void add(Entry entry) {
        switch (entry) {
            case Entry.Response e -> responses.add(e);
            case Entry.Answers e -> {
                responses.add(e.response());
                judges.add(e);
            }
            case Entry.Compares e -> comparisons.add(e);
            case Entry.HoldsComparison e -> comparisons.add(e);
            case Entry.Asks e -> judges.add(e);
            case Entry.Refuses e -> judges.add(e);
            case Entry.Intent e -> sent.add(e.item());
            case Entry.GoesBack e -> returned.add(e.item());
            case Entry.Settles e -> settled.add(e.execution());
            case Entry.Holds e -> held.add(e.execution());
        }
    }
}
