package dev.promptcards.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | PT0S",
                "7 | PT7S",
                " 20 | PT20S",
                "1.5 | PT1.5S",
                "999999999999 | PT24H",
                "Sat, 21 Nov 2026 10:01:30 GMT | PT1M30S",
                "Sat, 21 Nov 2026 09:00:00 GMT | PT0S",
                "Fri, 31 Dec 2049 00:00:00 GMT | PT24H",
            })
    void seconds_and_dates_are_waits(String header, Duration wait) {
        assertThat(RetryAfter.parse(header, NOW)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1e3", "2026-11-21T10:01:30Z"})
    void anything_else_is_no_wait(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }
}
