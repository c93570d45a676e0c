package dev.promptcards.card.serving;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// What all readers of a race saw, told apart by the trouble there was when a read began.
final class Sightings {

    private final Map<Trouble, Tally> labels = tallies();
    private final Map<Trouble, Tally> rights = tallies();
    private final LongAdder unavailable = new LongAdder();

    private static Map<Trouble, Tally> tallies() {
        var tallies = new EnumMap<Trouble, Tally>(Trouble.class);
        for (var trouble : Trouble.values()) {
            tallies.put(trouble, new Tally());
        }
        return tallies;
    }

    /// Of where a label pointed.
    Map<Trouble, Tally> labels() {
        return labels;
    }

    Tally labels(Trouble during) {
        return Objects.requireNonNull(labels.get(during));
    }

    /// Of what somebody might do.
    Map<Trouble, Tally> rights() {
        return rights;
    }

    Tally rights(Trouble during) {
        return Objects.requireNonNull(rights.get(during));
    }

    /// A read was answered 503.
    void unavailable() {
        unavailable.increment();
    }

    long unavailables() {
        return unavailable.sum();
    }

    /// Reads of labels.
    long reads() {
        return labels.values().stream().mapToLong(Tally::reads).sum();
    }

    /// How long the longest of these reads took, in nanoseconds: who asks while a question is under
    /// way gets its answer.
    static long longest(Map<Trouble, Tally> reads) {
        return reads.values().stream().mapToLong(Tally::longest).max().orElseThrow();
    }

    /// A line for each trouble, and one of what was refused.
    void print() {
        print("labels", labels);
        print("rights", rights);
        System.out.printf("answered 503: %,d%n", unavailables());
    }

    private static void print(String of, Map<Trouble, Tally> tallies) {
        tallies.forEach(
                (trouble, tally) -> {
                    if (tally.reads() > 0) {
                        System.out.printf("%s %-11s %s%n", of, trouble, tally);
                    }
                });
    }
}
