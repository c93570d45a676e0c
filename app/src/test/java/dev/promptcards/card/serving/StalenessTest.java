package dev.promptcards.card.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.RedisRelay;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.tenancy.WorkspaceId;

import io.lettuce.core.RedisClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Readers and writers raced on three nodes: two that hear of each other's changes, and a deaf one.
/// Afterwards the question for each read: how long had a newer version been acknowledged?
///
/// Labels only move upwards, so a read is stale if it shows less than what was acknowledged before
/// it began. The promise: never on the node that made the move; on others for no longer than the
/// bound, whatever becomes of Redis; and while nothing is lost, on a deaf one for no longer than
/// it uses what it remembers.
///
/// In the build 200,000 reads for each race; `-Dstaleness.reads=10000000` for more
/// (`bench/staleness`). Ages run ten times faster than time, Redis's own do not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StalenessTest {

    private static final long READS = Long.getLong("staleness.reads", 200_000);
    private static final int TIMES_FASTER = 10;
    private static final int CARDS = 6;
    private static final int VERSIONS = 20_000;
    private static final int READERS = 6;

    private static final Ticker TICKER = () -> System.nanoTime() * TIMES_FASTER;
    private static final long REAL_BOUND = Pointers.BOUND.toNanos();

    /// In time that runs, how long a deaf node may use what it remembers; twice, for a reading that
    /// is under way takes its time.
    private static final long REMEMBERED = 2 * Pointers.IN_PROCESS.toNanos() / TIMES_FASTER;

    private final TestDatabase database = TestServers.freshDatabase();

    @AfterAll
    void drop() {
        database.close();
    }

    /// One card, and when each of its moves was acknowledged, and by which node.
    private static final class Moves {
        final String card;
        final ConcurrentSkipListMap<Integer, Move> acknowledged = new ConcurrentSkipListMap<>();
        volatile int last = 1;

        Moves(String card) {
            this.card = card;
        }
    }

    private record Move(int node, long at) {}

    /// What was seen of staleness.
    private static final class Seen {
        final AtomicLong reads = new AtomicLong();
        final AtomicLong staleOnOwnNode = new AtomicLong();
        final AtomicLong stale = new AtomicLong();
        final AtomicLong worst = new AtomicLong();

        @Override
        public String toString() {
            return "%,d reads, %,d stale on the node that moved, %,d elsewhere, for %.3f s at most"
                    .formatted(reads.get(), staleOnOwnNode.get(), stale.get(), worst.get() / 1e9);
        }
    }

    private interface Trouble {
        void once() throws Exception;
    }

    @Test
    void while_nothing_is_lost_leases_alone_keep_a_deaf_node_from_storing_what_is_old()
            throws Exception {
        try (var one = ServingNode.deaf(database, TestServers.redisUrl(), TICKER);
                var two = ServingNode.deaf(database, TestServers.redisUrl(), TICKER)) {
            var seen = race(List.of(one, two), () -> pause(50));

            System.out.println("nothing lost: " + seen);
            assertThat(seen.staleOnOwnNode).as(seen.toString()).hasValue(0);
            assertThat(seen.worst.get()).as(seen.toString()).isLessThan(REMEMBERED);
        }
    }

    @Test
    void whatever_becomes_of_redis_the_bound_holds() throws Exception {
        try (var toOne = new RedisRelay();
                var toTwo = new RedisRelay();
                var redis = RedisClient.create(TestServers.redisUrl());
                var flusher = redis.connect();
                var one = ServingNode.listening(database, toOne.url(), TICKER);
                var two = ServingNode.listening(database, toTwo.url(), TICKER);
                var deaf = ServingNode.deaf(database, TestServers.redisUrl(), TICKER)) {
            var seen =
                    race(
                            List.of(one, two, deaf),
                            () -> {
                                var relay =
                                        ThreadLocalRandom.current().nextBoolean() ? toOne : toTwo;
                                switch (ThreadLocalRandom.current().nextInt(4)) {
                                    case 0 -> {
                                        relay.stop();
                                        pause(300);
                                        relay.resume();
                                    }
                                    case 1 -> {
                                        relay.fallSilent();
                                        pause(200);
                                        relay.speakAgain();
                                    }
                                    case 2 -> flusher.sync().flushall();
                                    default -> pause(500);
                                }
                                pause(100);
                            });

            System.out.println("Redis stopped, silent and flushed: " + seen);
            assertThat(seen.staleOnOwnNode).as(seen.toString()).hasValue(0);
            assertThat(seen.worst.get()).as(seen.toString()).isLessThan(REAL_BOUND);
        }
    }

    private Seen race(List<ServingNode> nodes, Trouble trouble) throws Exception {
        WorkspaceId workspace = database.workspace();
        var cards =
                IntStream.range(0, CARDS)
                        .mapToObj(n -> new Moves("card-" + n))
                        .peek(it -> NumberedCard.make(database, workspace, it.card, VERSIONS))
                        .toList();
        var seen = new Seen();
        var threads = new ArrayList<Thread>();
        var failures = new ArrayList<Throwable>();
        for (var card : cards) {
            threads.add(Thread.ofVirtual().unstarted(() -> write(nodes, workspace, card, seen)));
        }
        for (int reader = 0; reader < READERS; reader++) {
            threads.add(Thread.ofPlatform().unstarted(() -> read(nodes, workspace, cards, seen)));
        }
        threads.forEach(
                it -> {
                    it.setUncaughtExceptionHandler(
                            (_, failure) -> {
                                synchronized (failures) {
                                    failures.add(failure);
                                }
                                seen.reads.set(READS);
                            });
                    it.start();
                });
        while (seen.reads.get() < READS) {
            trouble.once();
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(cards).allMatch(it -> it.last > 1);
        return seen;
    }

    /// Moves one label upwards, now on this node and now on that; sometimes with a pause that is
    /// longer than anything is remembered.
    private void write(List<ServingNode> nodes, WorkspaceId workspace, Moves moves, Seen seen) {
        for (int version = 2; version <= VERSIONS && seen.reads.get() < READS; version++) {
            int node = ThreadLocalRandom.current().nextInt(nodes.size());
            nodes.get(node).move(workspace, moves.card, version);
            moves.acknowledged.put(version, new Move(node, System.nanoTime()));
            moves.last = version;
            pause(ThreadLocalRandom.current().nextInt(4) == 0 ? 600 : 20);
        }
    }

    private void read(
            List<ServingNode> nodes, WorkspaceId workspace, List<Moves> cards, Seen seen) {
        var random = ThreadLocalRandom.current();
        while (seen.reads.getAndIncrement() < READS) {
            int node = random.nextInt(nodes.size());
            var moves = cards.get(random.nextInt(CARDS));
            int least = moves.last;
            long begun = System.nanoTime();
            int version = nodes.get(node).production(workspace, moves.card);
            if (version < least) {
                count(moves, node, version, begun, seen);
            }
            // As many reads a second as leave the writers room.
            LockSupport.parkNanos(1_000);
        }
    }

    private static void count(Moves moves, int node, int version, long begun, Seen seen) {
        for (var move : moves.acknowledged.tailMap(version, false).values()) {
            if (move.at() < begun && move.node() == node) {
                seen.staleOnOwnNode.incrementAndGet();
                break;
            }
        }
        long since =
                begun - moves.acknowledged.tailMap(version, false).firstEntry().getValue().at();
        seen.stale.incrementAndGet();
        seen.worst.accumulateAndGet(since, Math::max);
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(millis * 1_000_000L);
    }
}
