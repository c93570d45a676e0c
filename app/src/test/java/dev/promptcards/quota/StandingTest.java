package dev.promptcards.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

class StandingTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T12:00:00Z, PT12H, P9DT12H",
        "2026-11-30T23:59:59Z, PT1S, PT1S",
        "2026-12-01T00:00:00Z, P1D, P31D",
        "2028-02-28T00:00:00Z, P1D, P2D",
        "2026-12-31T18:00:00Z, PT6H, PT6H",
    })
    void days_and_months_turn_at_midnight_utc(Instant now, Duration day, Duration month) {
        var standing = standing(new WorkspaceLimits(null, null, null, null), 0, "0", now);
        assertThat(standing.until(standing.dayEnds())).isEqualTo(day);
        assertThat(standing.until(standing.monthEnds())).isEqualTo(month);
    }

    /// 100 executions are made and 20 reserved; 5.00 USD are spent and 1.50 reserved; 2 runs run.
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // runs, executions, spend, wanted executions, wanted USD, may cost, refused for
                "-, -, -, 1000000, 1000000, true, -",
                "3, -, -, 1, 0, true, -",
                "2, -, -, 1, 0, true, runsInFlight",
                "0, -, -, 1, 0, true, runsInFlight",
                "-, 130, -, 10, 0, true, -",
                "-, 130, -, 11, 0, true, executionsPerDay",
                "-, -, 10, 1, 3.50, true, -",
                "-, -, 10, 1, 3.51, true, spendPerMonthUsd",
                "-, -, 5, 1, 0, true, spendPerMonthUsd",
                "-, -, 5, 1, 0, false, -",
                "2, 1, 1, 1, 1, true, runsInFlight",
            })
    void what_goes_beyond_a_limit_does_not_begin(
            Integer runs,
            Long executions,
            BigDecimal spend,
            long wanted,
            BigDecimal usd,
            boolean mayCost,
            String refusedFor) {
        var standing =
                standing(new WorkspaceLimits(runs, executions, spend, null), 100, "5.00", NOON);
        var refusal = standing.refusal(new Wanted(wanted, usd, mayCost));
        if (refusedFor == null) {
            assertThat(refusal).isEmpty();
        } else {
            assertThat(refusal.orElseThrow().reason())
                    .contains(refusedFor, "`promptcards limits set --");
        }
    }

    @Test
    void a_refusal_says_when_to_ask_again() {
        var all =
                Map.of(
                        new WorkspaceLimits(1, null, null, null),
                        Duration.ofSeconds(40),
                        new WorkspaceLimits(null, 1L, null, null),
                        Duration.ofHours(12),
                        new WorkspaceLimits(null, null, BigDecimal.ONE, null),
                        Duration.ofDays(9).plusHours(12));
        all.forEach(
                (limits, wait) ->
                        assertThat(
                                        standing(limits, 100, "5.00", NOON)
                                                .refusal(new Wanted(1, BigDecimal.ONE, true))
                                                .orElseThrow()
                                                .retryAfter())
                                .isEqualTo(wait));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, 100, false",
                "100, -, 0, true",
                "101, -, 0, false",
                "-, 5.00, 0, true",
                "-, 5.01, 0, false",
                "-, 5.01, 0.01, true",
            })
    void what_runs_stops_at_the_limit(
            Long executions, BigDecimal spend, BigDecimal unsettled, boolean stops) {
        var standing =
                standing(new WorkspaceLimits(null, executions, spend, null), 100, "5.00", NOON);
        assertThat(standing.room(unsettled) instanceof Room.None).isEqualTo(stops);
    }

    @Test
    void the_older_fields_tell_the_limit_of_which_the_least_is_left() {
        var limits = new WorkspaceLimits(10, 1_000L, new BigDecimal("8.00"), null);
        var fields = RateLimitFields.of(standing(limits, 100, "5.00", NOON));
        assertThat(fields)
                .containsEntry(
                        "RateLimit",
                        "\"runs\";r=8;t=40, \"executions\";r=880;t=43200, \"spend\";r=150;t=820800")
                .containsEntry("RateLimit-Limit", "800")
                .containsEntry("RateLimit-Remaining", "150")
                .containsEntry("RateLimit-Reset", "820800");
    }

    @ParameterizedTest
    @CsvSource({"12.5, 12.50 USD", "0, 0.00 USD", "0.00012345, 0.00012 USD", "1234, 1234.00 USD"})
    void little_money_is_not_shown_as_none(BigDecimal amount, String words) {
        assertThat(Amount.usd(amount)).isEqualTo(words);
    }

    private static Standing standing(
            WorkspaceLimits limits, long executions, String spent, Instant now) {
        var underway = new Commitments(2, 20, new BigDecimal("1.50"), Duration.ofSeconds(40));
        return new Standing(limits, executions, new BigDecimal(spent), 0, underway, now);
    }
}
