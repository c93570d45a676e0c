package dev.promptcards.cache;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.promptcards.cache.SharedCache.Figure;

import io.lettuce.core.api.sync.RedisCommands;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What stands in Redis and is no value of ours, and what comes back of one that is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredFormsTest {

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
    void what_is_no_string_is_replaced_and_redis_goes_on_to_be_asked() {
        redis.lpush(key.toString(), "one");

        assertThat(cache.get(2)).isEqualTo(2);
        assertThat(cache.node().getBean(RedisLink.class).isResting()).isFalse();
        assertThat(cache.get(3)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":0,\"value\":{\"number\":1}}",
                "{\"schema\":1,\"value\":{\"name\":\"x\"}}",
                "{\"schema\":1,\"value\":null}",
                "{\"schema\":1}",
                "null",
                "\u0000",
                "",
            })
    void a_value_of_another_form_is_none_and_replaced(String bad) {
        redis.psetex(key.toString(), 50_000, bad);

        assertThat(cache.get(2)).isEqualTo(2);
        assertThat(cache.get(3)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {120_000, 999_999_999_999_999L})
    void a_value_that_would_live_longer_than_its_family_is_none_and_replaced(long millis) {
        redis.psetex(key.toString(), millis, "{\"schema\":1,\"value\":{\"number\":1}}");

        assertThat(cache.get(2)).isEqualTo(2);
        assertThat(redis.pttl(key.toString())).isBetween(50_000L, 60_000L);
    }

    @Test
    void a_value_without_an_end_is_none_and_replaced() {
        redis.set(key.toString(), "{\"schema\":1,\"value\":{\"number\":1}}");

        assertThat(cache.get(2)).isEqualTo(2);
        assertThat(redis.pttl(key.toString())).isBetween(50_000L, 60_000L);
    }

    @Test
    void a_value_that_is_not_believed_is_none() {
        cache.get(5);

        assertThat(
                        values.get(
                                        key,
                                        Figure.class,
                                        it -> it.number() > 5,
                                        _ -> true,
                                        () -> new Figure(6))
                                .value()
                                .number())
                .isEqualTo(6);
    }

    @Test
    void json_comes_back_byte_for_byte() {
        var text = "{\"cost\": 0.0000001, \"of\":\"é\"}";

        assertThat(new String(json(text).text(), UTF_8)).isEqualTo(text);
        assertThat(new String(json("another").text(), UTF_8)).isEqualTo(text);
        assertThat(redis.get(key.toString())).isEqualTo("{\"schema\":1,\"value\":" + text + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"schema\":1,\"value\":", "{\"schema\":0,\"value\":5}"})
    void json_of_another_form_is_none(String found) {
        redis.set(key.toString(), found);

        assertThat(new String(json("7").text(), UTF_8)).isEqualTo("7");
    }

    private Json json(String read) {
        return values.get(
                        key, Json.class, _ -> true, _ -> true, () -> new Json(read.getBytes(UTF_8)))
                .value();
    }
}
