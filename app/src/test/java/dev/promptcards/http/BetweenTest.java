package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

class BetweenTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-01..2026-02-01, 2026-01-01T00:00:00Z, 2026-02-01T00:00:00Z",
        "2026-01-01.., 2026-01-01T00:00:00Z, ",
        "..2026-01-01T12:30:00Z, , 2026-01-01T12:30:00Z",
        "2026-01-01T01:00:00+01:00..2026-01-01, 2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z",
    })
    void dates_and_times_make_a_range(String range, Instant from, Instant to) {
        var between = Between.times("created", Optional.of(range));

        assertThat(between.from()).isEqualTo(Optional.ofNullable(from));
        assertThat(between.to()).isEqualTo(Optional.ofNullable(to));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01",
                "..",
                "x..y",
                "2026-02-01..2026-01-01",
                "0000-01-01T00:00:00Z..",
                "2026-13-01..",
                "2026-01-01...2026-02-01",
                "2026-01-01..2026-02-01..2026-03-01"
            })
    void what_is_no_range_is_refused(String range) {
        assertThatThrownBy(() -> Between.times("created", Optional.of(range)))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageStartingWith("created: ");
    }

    @Test
    void amounts_are_exact() {
        var between = Between.amounts("cost", Optional.of("0.1..2"));

        assertThat(between.from()).contains(new BigDecimal("0.1"));
        assertThat(between.to()).contains(new BigDecimal("2"));
        assertThatThrownBy(() -> Between.amounts("cost", Optional.of("1e9..")))
                .isInstanceOf(Problem.Invalid.class);
    }
}
