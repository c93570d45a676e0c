package dev.promptcards.card.serving;

import dev.promptcards.problem.Problem;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Ask nodes as the endpoint does, first what the caller may and then where the label points, and
/// hold each answer against what had been acknowledged when the question began.
final class Readers {

    /// Reads without a rest: as many as leave the writers room.
    private static final int AT_ONCE = 16;

    private static final int REST_MILLIS = 20;

    private final List<ServingNode> nodes;
    private final Raced raced;
    private final Supplier<Trouble> trouble;
    private final Sightings seen;

    /// @param trouble what befalls now
    Readers(List<ServingNode> nodes, Raced raced, Supplier<Trouble> trouble, Sightings seen) {
        this.nodes = nodes;
        this.raced = raced;
        this.trouble = trouble;
        this.seen = seen;
    }

    /// Asks every node for everything once, so that none is cold.
    void warmUp() {
        for (var node : nodes) {
            raced.people().forEach(it -> node.mayRead(raced.workspace(), it.caller()));
            raced.cards().forEach(it -> node.production(raced.workspace(), it.slug()));
        }
    }

    void read(SplittableRandom random, BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            for (int i = 0; i < AT_ONCE; i++) {
                try {
                    read(random);
                } catch (Problem.Unavailable e) {
                    seen.unavailable();
                }
            }
            LockSupport.parkNanos(REST_MILLIS * 1_000_000L);
        }
    }

    private void read(SplittableRandom random) {
        int node = random.nextInt(nodes.size());
        var now = trouble.get();
        var person = raced.people().get(random.nextInt(raced.people().size()));
        if (mayRead(node, person, seen.rights(now))) {
            var card = raced.cards().get(random.nextInt(raced.cards().size()));
            readLabel(node, card, seen.labels(now));
        }
    }

    private boolean mayRead(int node, Raced.Person person, Tally tally) {
        var history = person.history();
        int least = history.last();
        long begun = System.nanoTime();
        try {
            boolean may = nodes.get(node).mayRead(raced.workspace(), person.caller());
            judge(history, tally, node, least, begun, may ? history.there() : history.gone());
            return may;
        } finally {
            tally.took(System.nanoTime() - begun);
        }
    }

    private void readLabel(int node, Raced.Card card, Tally tally) {
        int least = card.history().last();
        long begun = System.nanoTime();
        try {
            judge(card.history(), tally, node, least, begun, shown(node, card));
        } finally {
            tally.took(System.nanoTime() - begun);
        }
    }

    /// The write that an answer shows: versions have the number of the write that put them there.
    private int shown(int node, Raced.Card card) {
        try {
            return nodes.get(node).production(raced.workspace(), card.slug());
        } catch (Problem.Gone gone) {
            return card.history().gone();
        }
    }

    private static void judge(
            History history, Tally tally, int node, int least, long begun, int shown) {
        tally.read();
        if (shown == 0 || shown > Math.max(history.there(), history.gone())) {
            throw new AssertionError("an answer shows what nobody had begun to write");
        }
        if (shown < least) {
            history.staleness(shown, node, begun).ifPresent(tally::stale);
        }
    }
}
