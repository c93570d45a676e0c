package dev.promptcards.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.promptcards.cache.CacheMeters.Event;
import dev.promptcards.cache.SharedCache.Figure;
import dev.promptcards.problem.Problem;

import io.lettuce.core.api.sync.RedisCommands;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// The lease protocol, on a real Redis.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedValuesTest {

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
    void every_key_names_its_family_and_workspace() {
        assertThat(key).hasToString("label:" + cache.workspace() + ":one");
    }

    @Test
    void a_value_is_read_once_and_lives_as_long_as_its_family_says() {
        assertThat(cache.get(1)).isEqualTo(1);
        assertThat(cache.get(2)).isEqualTo(1);
        assertThat(redis.get(key.toString())).isEqualTo("{\"schema\":1,\"value\":{\"number\":1}}");
        assertThat(redis.pttl(key.toString())).isBetween(50_000L, 60_000L);
    }

    @Test
    void a_value_that_is_not_to_be_kept_leaves_nothing_behind() {
        values.get(key, Figure.class, _ -> true, _ -> false, () -> new Figure(1));

        assertThat(redis.exists(key.toString())).isZero();
        assertThat(cache.get(2)).isEqualTo(2);
    }

    @Test
    void a_change_between_the_reading_and_the_storing_prevents_the_storing() {
        double before = cache.count(Event.STALE_PREVENTED);

        var fresh =
                values.get(
                        key,
                        Figure.class,
                        _ -> true,
                        _ -> true,
                        () -> {
                            cache.node().getBean(Leases.class).delete(List.of(key.toString()));
                            return new Figure(1);
                        });

        assertThat(fresh.value().number()).isEqualTo(1);
        assertThat(redis.exists(key.toString())).isZero();
        assertThat(cache.count(Event.STALE_PREVENTED)).isEqualTo(before + 1);
    }

    @Test
    void a_lease_that_ended_stores_nothing() {
        values.get(
                key,
                Figure.class,
                _ -> true,
                _ -> true,
                () -> {
                    assertThat(redis.pttl(key.toString()))
                            .isBetween(1L, Family.LABEL.lease().toMillis());
                    redis.pexpire(key.toString(), 1);
                    await().until(() -> redis.exists(key.toString()) == 0);
                    return new Figure(1);
                });

        assertThat(redis.exists(key.toString())).isZero();
    }

    @Test
    void who_finds_anothers_lease_reads_and_stores_nothing() {
        redis.psetex(key.toString(), Family.LABEL.lease().toMillis(), "lease:another");

        assertThat(cache.get(7)).isEqualTo(7);
        assertThat(redis.get(key.toString())).isEqualTo("lease:another");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 60_000})
    void a_lease_that_would_outlast_its_family_is_nobodys(long millis) {
        redis.set(key.toString(), "lease:another");
        if (millis > 0) {
            redis.pexpire(key.toString(), millis);
        }

        assertThat(cache.get(2)).isEqualTo(2);
        assertThat(cache.get(3)).isEqualTo(2);
    }

    @Test
    void a_lease_whose_place_was_taken_by_something_else_stores_nothing() {
        values.get(
                key,
                Figure.class,
                _ -> true,
                _ -> true,
                () -> {
                    redis.del(key.toString());
                    redis.lpush(key.toString(), "one");
                    return new Figure(1);
                });

        assertThat(redis.type(key.toString())).isEqualTo("list");
        assertThat(cache.node().getBean(RedisLink.class).isResting()).isFalse();
    }

    @Test
    void who_fails_gives_back_no_lease_but_its_own() {
        assertThatThrownBy(
                        () ->
                                values.get(
                                        key,
                                        Figure.class,
                                        _ -> true,
                                        _ -> true,
                                        () -> {
                                            redis.psetex(key.toString(), 3_000, "lease:another");
                                            throw new Problem.NotFound("gone");
                                        }))
                .isInstanceOf(Problem.NotFound.class);

        assertThat(redis.get(key.toString())).isEqualTo("lease:another");
    }

    @Test
    void who_reads_a_report_may_take_long_enough() {
        var report = new Key(Family.METRICS, cache.workspace(), "one");
        values.get(
                report,
                Figure.class,
                _ -> true,
                _ -> true,
                () -> {
                    assertThat(redis.pttl(report.toString())).isBetween(12_000L, 15_000L);
                    return new Figure(1);
                });
        assertThat(redis.get(report.toString())).contains("number");
    }

    @Test
    void without_redis_every_answer_is_read_and_right() {
        try (var alone = cache.node("")) {
            var ask = alone.getBean(SharedValues.class);
            for (int i = 0; i < 3; i++) {
                var figure = new Figure(i);
                assertThat(ask.get(key, Figure.class, _ -> true, _ -> true, () -> figure).value())
                        .isEqualTo(figure);
            }
        }
    }
}
