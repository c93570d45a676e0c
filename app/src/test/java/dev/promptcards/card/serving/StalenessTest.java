package dev.promptcards.card.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.RedisRelay;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.cache.Family;
import dev.promptcards.embedded.OwnRedis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/// Readers and writers raced on several nodes, while what is sent between them is delayed, lost or
/// forgotten. Of each read the question: how long had a newer write been acknowledged when it
/// began?
///
/// The promise: never on the node that made the write; on others for no longer than the bound,
/// whatever becomes of Redis and of notices; and while nothing is lost, on a deaf one for no longer
/// than it uses what it remembers, and a question was under way. Rights rest on the process's
/// memory alone: five seconds on other nodes.
///
/// In the build 200,000 reads of labels; `-Dstaleness.reads=10000000` for more
/// (`bench/staleness`), and then a minute longer for the bound itself. What befalls, and who does
/// what, follows from `-Dstaleness.seed`; when, does not. Ages run ten times faster than time,
/// Redis's own do not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StalenessTest {

    private static final long READS = Long.getLong("staleness.reads", 200_000);
    private static final long SEED = Long.getLong("staleness.seed", 20_261_121);

    private static final int VERSIONS = (int) Math.min(20_000, 2_000 + READS / 200);
    private static final int TIMES_FASTER = 10;
    private static final Ticker TICKER = () -> System.nanoTime() * TIMES_FASTER;

    private static final long REMEMBERED = Pointers.IN_PROCESS.toNanos() / TIMES_FASTER;
    private static final long RIGHTS_REMEMBERED =
            Family.PERMISSION.timeToLive().toNanos() / TIMES_FASTER;

    private final TestDatabase database = TestServers.freshDatabase();
    private final OwnRedis redis = OwnRedis.start();

    @AfterAll
    void drop() {
        redis.close();
        database.close();
    }

    @Test
    void while_nothing_is_lost_leases_alone_keep_a_deaf_node_from_storing_what_is_old()
            throws Exception {
        try (var toOne = new RedisRelay(redis::url);
                var toTwo = new RedisRelay(redis::url);
                var one = ServingNode.deaf(database, toOne.url(), TICKER);
                var two = ServingNode.deaf(database, toTwo.url(), TICKER)) {
            var troubles =
                    new Troubles(redis, database, List.of(toOne, toTwo), Trouble.HARMLESS, SEED);
            var seen = race(List.of(one, two), troubles, READS / 4);

            assertHolds(seen, REMEMBERED + Sightings.longest(seen.labels()));
        }
    }

    @Test
    void whatever_becomes_of_redis_and_of_notices_the_bound_holds() throws Exception {
        try (var toOne = new RedisRelay(redis::url);
                var toTwo = new RedisRelay(redis::url);
                var toDeaf = new RedisRelay(redis::url);
                var one = ServingNode.listening(database, toOne.url(), TICKER);
                var two = ServingNode.listening(database, toTwo.url(), TICKER);
                var deaf = ServingNode.deafAndHasty(database, toDeaf.url(), TICKER)) {
            var troubles =
                    new Troubles(
                            redis,
                            database,
                            List.of(toOne, toTwo, toDeaf),
                            EnumSet.allOf(Trouble.class),
                            SEED);
            var seen = race(List.of(one, two, deaf), troubles, READS);

            assertHolds(seen, Pointers.BOUND.toNanos());
        }
    }

    /// The bound is there for this: who writes cannot reach Redis, and so cannot repeat a delete,
    /// for as long as the value lives there that others read.
    @Test
    @EnabledIfSystemProperty(
            named = "staleness.reads",
            matches = "[0-9]{6,}",
            disabledReason = "it takes more than a minute")
    void a_delete_that_cannot_be_repeated_leaves_a_label_stale_for_the_bound_and_no_longer()
            throws Exception {
        try (var toOne = new RedisRelay(redis::url);
                var one = ServingNode.listening(database, toOne.url(), TICKER);
                var deaf = ServingNode.deafAndHasty(database, redis.url(), TICKER)) {
            var race = new Race(database, List.of(one, deaf), () -> Trouble.CUT_OFF, SEED, 2);
            toOne.stop();
            redis.flush();
            race.startReaders();
            Thread.sleep(Duration.ofSeconds(1));
            race.moveAll(0, 2);
            Thread.sleep(Pointers.BOUND.plusSeconds(2));
            var seen = race.stop();

            seen.print();
            assertHolds(seen, Pointers.BOUND.toNanos());
            assertThat(seen.labels(Trouble.CUT_OFF).worst())
                    .isGreaterThan(Pointers.BOUND.minusSeconds(10).toNanos());
        }
    }

    private Sightings race(List<ServingNode> nodes, Troubles troubles, long reads)
            throws Exception {
        var race = new Race(database, nodes, troubles::now, SEED, VERSIONS);
        long begun = System.nanoTime();
        race.startReaders();
        race.startWriters();
        troubles.until(() -> race.reads() >= reads || race.isOver());
        var seen = race.stop();
        System.out.printf(
                "%d nodes, %,d reads of labels in %d s, seed %d%n",
                nodes.size(),
                seen.reads(),
                Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                SEED);
        seen.print();
        return seen;
    }

    /// @param most for how long, in nanoseconds, a label may be stale on a node that has not
    ///     written it
    private static void assertHolds(Sightings seen, long most) {
        assertHolds(seen.labels(), most);
        assertHolds(seen.rights(), RIGHTS_REMEMBERED + Sightings.longest(seen.rights()));
        assertThat(seen.unavailables()).isLessThan(seen.reads() / 1_000);
    }

    private static void assertHolds(Map<Trouble, Tally> tallies, long most) {
        assertThat(tallies)
                .allSatisfy(
                        (_, tally) -> {
                            assertThat(tally.staleWhereWritten()).as(tally.toString()).isZero();
                            assertThat(tally.worst()).as(tally.toString()).isLessThan(most);
                        });
    }
}
