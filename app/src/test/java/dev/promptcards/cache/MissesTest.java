package dev.promptcards.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.promptcards.cache.CacheMeters.Event;
import dev.promptcards.cache.SharedCache.Figure;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.lettuce.core.api.sync.RedisCommands;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Who reads when nothing is kept: one of those who ask for the same, and few of all.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MissesTest {

    private final SharedCache cache = new SharedCache();
    private final SharedValues values = cache.node().getBean(SharedValues.class);
    private final RedisCommands<String, String> redis = cache.redis();
    private Key key;

    @BeforeEach
    void newKey() {
        key = cache.newKey();
    }

    @AfterAll
    void drop() {
        cache.close();
    }

    @Test
    void of_one_key_one_question_is_under_way() throws Exception {
        var reads = new AtomicInteger();
        var inside = new CountDownLatch(1);
        double waits = cache.count(Event.WAITS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers =
                    IntStream.range(0, 50)
                            .mapToObj(
                                    _ ->
                                            threads.submit(
                                                    () ->
                                                            values.get(
                                                                            key,
                                                                            Figure.class,
                                                                            _ -> true,
                                                                            _ -> true,
                                                                            () ->
                                                                                    slow(
                                                                                            reads,
                                                                                            inside))
                                                                    .value()))
                            .toList();
            await().until(() -> cache.count(Event.WAITS) == waits + 49);
            inside.countDown();
            for (Future<Figure> answer : answers) {
                assertThat(answer.get().number()).isEqualTo(1);
            }
        }
        assertThat(reads).hasValue(1);
    }

    private static Figure slow(AtomicInteger reads, CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new Figure(reads.incrementAndGet());
    }

    @Test
    void a_failure_is_everybodys_who_waits_and_the_next_asks_anew() {
        assertThatThrownBy(
                        () ->
                                values.get(
                                        key,
                                        Figure.class,
                                        _ -> true,
                                        _ -> true,
                                        () -> {
                                            throw new Problem.NotFound("gone");
                                        }))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(redis.exists(key.toString())).isZero();
        assertThat(cache.get(2)).isEqualTo(2);
        assertThat(cache.get(3)).isEqualTo(2);
    }

    // The pool of tests holds ten.
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "4, 2"})
    void misses_take_a_fifth_of_the_pool_and_those_of_a_workspace_half_of_it(
            int workspaces, int places) {
        var asking =
                IntStream.range(0, workspaces).mapToObj(_ -> cache.database().workspace()).toList();
        var most = new AtomicInteger();
        var inside = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 40)
                    .forEach(
                            n ->
                                    threads.submit(
                                            () ->
                                                    values.get(
                                                            new Key(
                                                                    Family.LABEL,
                                                                    asking.get(n % workspaces),
                                                                    "of-" + n),
                                                            Figure.class,
                                                            _ -> true,
                                                            _ -> true,
                                                            () -> counted(inside, most))));
        }
        assertThat(most).hasValue(places);
    }

    private Figure counted(AtomicInteger inside, AtomicInteger most) {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        cache.node()
                .getBean(WorkspaceTransactions.class)
                .inWorkspace(cache.workspace(), handle -> handle.execute("SELECT pg_sleep(0.005)"));
        inside.decrementAndGet();
        return new Figure(1);
    }
}
