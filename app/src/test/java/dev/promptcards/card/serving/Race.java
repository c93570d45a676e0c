package dev.promptcards.card.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.TestDatabase;

import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// [Readers] on all nodes, and writers: of each card one who moves and removes its label and
/// archives it, of each person one who lets them in and out.
final class Race {

    private static final int READERS = 128;

    private final List<ServingNode> nodes;
    private final long seed;
    private final int versions;
    private final Raced raced;
    private final Readers readers;
    private final Sightings seen = new Sightings();

    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);

    /// @param trouble what befalls now
    /// @param versions how often a label can be written
    Race(
            TestDatabase database,
            List<ServingNode> nodes,
            Supplier<Trouble> trouble,
            long seed,
            int versions) {
        this.nodes = nodes;
        this.seed = seed;
        this.versions = versions;
        this.raced = Raced.make(database, versions);
        this.readers = new Readers(nodes, raced, trouble, seen);
    }

    void startReaders() {
        readers.warmUp();
        for (int i = 1; i <= READERS; i++) {
            var random = new SplittableRandom(seed + i);
            start(() -> readers.read(random, this::isOver));
        }
    }

    void startWriters() {
        var random = new SplittableRandom(seed);
        for (var card : raced.cards()) {
            var own = random.split();
            start(() -> write(card, own));
        }
        for (var person : raced.people()) {
            var own = random.split();
            start(() -> change(person, own));
        }
    }

    private void start(Runnable work) {
        var thread = Thread.ofVirtual().unstarted(work);
        thread.setUncaughtExceptionHandler(
                (_, failure) -> {
                    failures.add(failure);
                    over.countDown();
                });
        threads.add(thread);
        thread.start();
    }

    /// Also when somebody failed.
    boolean isOver() {
        return over.getCount() == 0;
    }

    /// Ends it, and fails where somebody did or was answered what never was.
    Sightings stop() throws InterruptedException {
        over.countDown();
        for (var thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        return seen;
    }

    /// Reads of labels by now.
    long reads() {
        return seen.reads();
    }

    /// Has all labels moved once, by one node.
    void moveAll(int node, int number) {
        raced.cards().forEach(card -> move(card, node, number));
    }

    private void move(Raced.Card card, int node, int number) {
        card.history().begin(number, true);
        nodes.get(node).move(raced.workspace(), card.slug(), number);
        card.history().acknowledge(number, node);
    }

    private void remove(Raced.Card card, int node, int number) {
        card.history().begin(number, false);
        nodes.get(node).remove(raced.workspace(), card.slug());
        card.history().acknowledge(number, node);
    }

    /// Writes one label, now on this node and now on that. Whether the card is archived is all the
    /// same to who reads.
    private void write(Raced.Card card, SplittableRandom random) {
        boolean there = true;
        boolean archived = false;
        for (int number = 2; number <= versions && !isOver(); number++) {
            int node = random.nextInt(nodes.size());
            if (random.nextInt(16) == 0) {
                archived = !archived;
                nodes.get(node).archive(raced.workspace(), card.slug(), archived);
            }
            there = !there || random.nextInt(8) > 0;
            if (there) {
                move(card, node, number);
            } else {
                remove(card, node, number);
            }
            pause(random);
        }
    }

    private void change(Raced.Person person, SplittableRandom random) {
        for (int number = 2; !isOver(); number++) {
            boolean in = number % 2 == 1;
            int node = random.nextInt(nodes.size());
            person.history().begin(number, in);
            if (in) {
                nodes.get(node).letIn(raced.workspace(), person.user());
            } else {
                nodes.get(node).letGo(raced.workspace(), person.user());
            }
            person.history().acknowledge(number, node);
            pause(random);
        }
    }

    /// Between two writes; sometimes longer than anything is remembered, and than it takes to
    /// repeat a lost delete.
    private void pause(SplittableRandom random) {
        int millis =
                switch (random.nextInt(32)) {
                    case 0 -> 3_000;
                    case 1, 2, 3, 4, 5, 6, 7 -> random.nextInt(400, 1_200);
                    default -> random.nextInt(20);
                };
        try {
            boolean unused = over.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
