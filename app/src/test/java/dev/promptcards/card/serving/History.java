package dev.promptcards.card.serving;

import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// The writes to one key, made one after the other and numbered, and what a read may have shown of
/// them. Write 1 was there before anybody read.
///
/// A write either puts something there, which names its number, or takes it away, which looks the
/// same each time: who sees that nothing is there is believed to have seen the newest such write.
final class History {

    /// @param node that made it
    /// @param at when it was acknowledged, in nanoseconds
    private record Acknowledged(int node, long at) {}

    /// For how long, in nanoseconds, a newer write had been acknowledged when a read began.
    ///
    /// @param any whichever node made it
    /// @param own if the node that read had made one; else 0
    record Staleness(long any, long own) {}

    private final ConcurrentSkipListMap<Integer, Acknowledged> acknowledged =
            new ConcurrentSkipListMap<>();
    private volatile int last = 1;
    private volatile int there = 1;
    private volatile int gone;

    /// To be called before a write is made. The writes of one key come from one thread.
    void begin(int number, boolean puts) {
        if (puts) {
            there = number;
        } else {
            gone = number;
        }
    }

    void acknowledge(int number, int node) {
        acknowledged.put(number, new Acknowledged(node, System.nanoTime()));
        last = number;
    }

    /// The last write acknowledged by now: who begins to read must see it, or a later one.
    int last() {
        return last;
    }

    /// The newest write that may have been made by now and has put something there.
    int there() {
        return there;
    }

    /// The newest that may have been made by now and has taken it away; 0 if none has.
    int gone() {
        return gone;
    }

    /// How stale a read was; empty where it was not.
    ///
    /// @param shown the write it showed
    /// @param node that read
    /// @param begun when, in nanoseconds
    Optional<Staleness> staleness(int shown, int node, long begun) {
        long any = 0;
        for (var newer : acknowledged.tailMap(shown, false).values()) {
            long since = begun - newer.at();
            if (since <= 0) {
                break;
            }
            any = Math.max(any, since);
            if (newer.node() == node) {
                return Optional.of(new Staleness(any, since));
            }
        }
        return any == 0 ? Optional.empty() : Optional.of(new Staleness(any, 0));
    }
}
