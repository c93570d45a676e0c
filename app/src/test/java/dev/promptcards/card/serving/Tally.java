package dev.promptcards.card.serving;

import dev.promptcards.card.serving.History.Staleness;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/// How many reads there were of one kind, how long they took, and how stale those were that were.
/// Times are in nanoseconds.
final class Tally {

    private final LongAdder reads = new LongAdder();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    private final LongAdder stale = new LongAdder();
    private final LongAdder staleWhereWritten = new LongAdder();
    private final LongAccumulator worst = new LongAccumulator(Math::max, 0);
    private final LongAccumulator worstWhereWritten = new LongAccumulator(Math::max, 0);

    void read() {
        reads.increment();
    }

    /// Also of a read that failed.
    void took(long nanos) {
        longest.accumulate(nanos);
    }

    void stale(Staleness staleness) {
        if (staleness.own() > 0) {
            staleWhereWritten.increment();
            worstWhereWritten.accumulate(staleness.own());
        } else {
            stale.increment();
            worst.accumulate(staleness.any());
        }
    }

    long reads() {
        return reads.sum();
    }

    long longest() {
        return longest.get();
    }

    /// On the node that had made a newer write.
    long staleWhereWritten() {
        return staleWhereWritten.sum();
    }

    /// On the other nodes.
    long worst() {
        return worst.get();
    }

    @Override
    public String toString() {
        return "%,11d reads, stale where written %d (%.3f s), elsewhere %,9d (%.3f s), longest read %.3f s"
                .formatted(
                        reads(),
                        staleWhereWritten(),
                        worstWhereWritten.get() / 1e9,
                        stale.sum(),
                        worst() / 1e9,
                        longest() / 1e9);
    }
}
