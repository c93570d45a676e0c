package dev.promptcards.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.promptcards.RedisRelay;
import dev.promptcards.problem.Problem;

import io.lettuce.core.api.sync.RedisCommands;
import io.micronaut.context.ApplicationContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Deletes that are written down until Redis has acknowledged them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostDeletesTest {

    private final SharedCache cache = new SharedCache();
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
    void a_change_that_is_rolled_back_deletes_nothing() {
        cache.get(1);

        assertThatThrownBy(
                        () ->
                                cache.transactions(cache.node())
                                        .inWorkspace(
                                                cache.workspace(),
                                                handle -> {
                                                    cache.record(cache.node(), handle);
                                                    throw new Problem.Conflict("no");
                                                }))
                .isInstanceOf(Problem.Conflict.class);

        assertThat(redis.exists(key.toString())).isOne();
        assertThat(cache.rows()).isZero();
    }

    @Test
    void a_delete_that_was_lost_is_repeated_until_it_is_acknowledged() {
        try (var relay = new RedisRelay();
                var cut = cache.node(relay.url())) {
            cache.get(1);
            relay.stop();

            change(cut);

            assertThat(redis.exists(key.toString())).isOne();
            assertThat(cache.rows()).isOne();
            cut.getBean(Sweep.class).sweep();
            assertThat(cache.rows()).isOne();
            await().until(
                            () -> {
                                cache.node().getBean(Sweep.class).sweep();
                                return cache.rows() == 0;
                            });
            assertThat(redis.exists(key.toString())).isZero();
        }
    }

    @Test
    void a_delete_that_is_never_acknowledged_is_given_up_when_nothing_can_stand_any_more() {
        try (var relay = new RedisRelay();
                var cut = cache.node(relay.url())) {
            relay.stop();
            change(cut);
            aged("62 s");
            cut.getBean(Sweep.class).sweep();
            assertThat(cache.rows()).isOne();

            aged("64 s");
            cut.getBean(Sweep.class).sweep();

            assertThat(cache.rows()).isZero();
        }
    }

    @Test
    void where_there_is_no_redis_no_deletes_are_written_down() {
        try (var alone = cache.node("")) {
            change(alone);

            assertThat(cache.rows()).isZero();
        }
    }

    @Test
    void after_a_failure_one_alone_tries_again() {
        try (var relay = new RedisRelay();
                var link = new RedisLink(relay.url(), Duration.ofSeconds(5))) {
            relay.stop();
            assertThat(link.ask(it -> it.sync().ping())).isEmpty();
            assertThat(link.isResting()).isTrue();
            relay.resume();
            var asked = new AtomicInteger();
            assertThat(link.ask(_ -> asked.incrementAndGet())).isEmpty();
            await().until(() -> link.ask(it -> it.sync().ping()).isPresent());
            assertThat(asked).hasValue(0);
            assertThat(link.isResting()).isFalse();
        }
    }

    private void aged(String age) {
        cache.database()
                .ownerJdbi()
                .useTransaction(
                        owner -> {
                            owner.execute("SELECT bind_workspace(?)", cache.workspace().value());
                            owner.execute(
                                    "UPDATE cache_deletes SET created_at = now() - ?::interval",
                                    age);
                        });
    }

    private void change(ApplicationContext at) {
        cache.transactions(at)
                .inWorkspace(
                        cache.workspace(),
                        handle -> {
                            cache.record(at, handle);
                            return handle;
                        });
    }
}
