package dev.promptcards.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

class PoolLimitsTest {

    @Test
    void nothing_set_gives_the_defaults() {
        assertThat(read(Map.of()))
                .isEqualTo(new PoolLimits(30, 10, Duration.ofHours(1), Duration.ofSeconds(30)));
    }

    @Test
    void all_four_can_be_set() {
        assertThat(
                        read(
                                Map.of(
                                        "DB_MAX_CONNS", "50",
                                        "DB_MIN_CONNS", "0",
                                        "DB_MAX_CONN_LIFETIME", "1h30m",
                                        "DB_MAX_CONN_IDLE_TIME", "0")))
                .isEqualTo(new PoolLimits(50, 0, Duration.ofMinutes(90), Duration.ZERO));
    }

    @Test
    void a_small_pool_keeps_no_more_than_it_may_open() {
        assertThat(read(Map.of("DB_MAX_CONNS", "4")).least()).isEqualTo(4);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    DB_MAX_CONNS          | many | a whole number from 1 to 9999
                    DB_MAX_CONNS          | 0    | a whole number from 1 to 9999
                    DB_MAX_CONNS          | -3   | a whole number from 1 to 9999
                    DB_MIN_CONNS          | 1.5  | a whole number from 0 to 9999
                    DB_MIN_CONNS          | 31   | is more than DB_MAX_CONNS (30)
                    DB_MAX_CONN_LIFETIME  | 3600 | such as 90s, 30m or 1h30m
                    DB_MAX_CONN_LIFETIME  | 5s   | at least 30s
                    DB_MAX_CONN_IDLE_TIME | -1m  | such as 90s, 30m or 1h30m
                    DB_MAX_CONN_IDLE_TIME | 1s   | at least 10s
                    """)
    void a_bad_value_is_named_with_what_was_expected(String variable, String text, String message) {
        assertThatThrownBy(() -> read(Map.of(variable, text)))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(variable)
                .hasMessageContaining(text)
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "0,            PT0S",
        "30s,          PT30S",
        "1h,           PT1H",
        "1h30m15s,     PT1H30M15S",
        "1.5h,         PT1H30M",
        ".5m,          PT30S",
        "250ms,        PT0.25S",
        "10us,         PT0.00001S",
        "10µs,         PT0.00001S",
        "7ns,          PT0.000000007S",
    })
    void durations_are_those_of_go(String text, Duration expected) {
        assertThat(GoDuration.parse(text)).contains(expected);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource({"''", "1", "h", "1 h", "1h 2m", "-1s", "1d", "1h2", "9999999999h", "."})
    void what_go_refuses_or_would_be_negative_is_no_duration(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }

    private static PoolLimits read(Map<String, String> variables) {
        return PoolLimits.read(name -> Optional.ofNullable(variables.get(name)));
    }
}
