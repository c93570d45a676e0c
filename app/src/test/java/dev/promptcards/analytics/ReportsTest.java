package dev.promptcards.analytics;

import static dev.promptcards.analytics.ReportDays.TODAY;
import static dev.promptcards.analytics.ReportDays.TOMORROW;
import static dev.promptcards.analytics.ReportDays.date;
import static dev.promptcards.analytics.ReportDays.day;
import static dev.promptcards.analytics.ReportDays.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.promptcards.analytics.StoredExecutions.Row;

import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// The reports over roll-ups, against figures worked out by hand.
class ReportsTest {

    private final StoredExecutions stored = new StoredExecutions();

    @Test
    void daily_counts_each_day_and_compares_it_with_the_one_before() {
        var card = stored.card("card", "tag");
        stored.run(
                day(2),
                card,
                1,
                "small",
                "local",
                List.of(
                        Row.of("a", "passed").took(100, 0.1),
                        Row.of("b", "failed").took(300, 0.3),
                        Row.of("c", "unknown"),
                        new Row("d", "passed", 1, 5000L, 9.0, true, 10, null)));
        stored.run(day(0), card, 2, "small", "local", List.of(Row.of("a", "error")));

        var days = stored.report("daily", day(30), TOMORROW, Map.of());

        assertThat(days)
                .extracting(day -> String.valueOf(day.get("day")))
                .containsExactly(date(2), date(1), date(0));
        var first = days.get(0);
        assertThat(first)
                .containsEntry("executions", new BigDecimal(4))
                .containsEntry("unknown", new BigDecimal(1))
                .containsEntry("cached", new BigDecimal(1))
                .containsEntry("avg_latency_ms", 200.0)
                .containsEntry("previous_executions", null);
        assertThat(number(first, "pass_rate")).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(number(first, "latency_p95_ms")).isCloseTo(290, Percentage.withPercentage(1));
        assertThat((BigDecimal) first.get("cost_usd")).isEqualByComparingTo("0.4");
        assertThat(days.get(1))
                .as("a day on which nothing ran")
                .containsEntry("executions", BigDecimal.ZERO)
                .containsEntry("pass_rate", null)
                .containsEntry("avg_latency_ms", null)
                .containsEntry("latency_p95_ms", null)
                .containsEntry("cost_usd", null)
                .containsEntry("previous_executions", new BigDecimal(4));
        var last = days.get(2);
        assertThat(last)
                .containsEntry("pass_rate", 0.0)
                .containsEntry("avg_latency_ms", null)
                .containsEntry("cost_usd", null)
                .containsEntry("unpriced", new BigDecimal(1))
                .containsEntry("previous_pass_rate", null)
                .containsEntry("pass_rate_7d", 0.5)
                .containsEntry("avg_latency_7d_ms", 200.0);
        assertThat(number(last, "executions_7d")).isCloseTo(5 / 3.0, within(1e-9));
        assertThat(stored.report("daily", day(30), TOMORROW, Map.of("card", "other"))).isEmpty();
        assertThat(stored.report("daily", day(1), TOMORROW, Map.of("card", "card")))
                .as("what lies before the window is seen, and not shown")
                .first()
                .satisfies(
                        day ->
                                assertThat(day)
                                        .containsEntry("previous_executions", new BigDecimal(4)));
    }

    @Test
    void a_window_of_a_thousand_years_has_the_days_that_are_there() {
        assertThat(
                        stored.report(
                                "daily",
                                Instant.parse("1500-01-01T00:00:00Z"),
                                Instant.parse("2500-01-01T00:00:00Z"),
                                Map.of()))
                .isEmpty();
        stored.run(
                day(1), stored.card("card", "t"), 1, "m", "local", List.of(Row.of("a", "passed")));
        for (var report : List.of("daily", "daily_filtered")) {
            assertThat(
                            stored.report(
                                    report,
                                    Instant.parse("1500-01-01T00:00:00Z"),
                                    Instant.parse("2500-01-01T00:00:00Z"),
                                    Map.of()))
                    .hasSize(2);
        }
    }

    @Test
    void versions_are_compared_on_the_cases_both_tried() {
        var card = stored.card("card", "tag");
        var cases = List.of("a", "b", "c", "d", "e", "f", "g");
        stored.run(day(1), card, 1, "m", "local", all(cases, "failed"));
        stored.run(day(1), card, 1, "other", "local", all(cases, "passed"));
        stored.run(
                day(0),
                card,
                3,
                "m",
                "local",
                Stream.concat(
                                all(cases.subList(0, 6), "passed").stream(),
                                Stream.of(
                                        Row.of("g", "passed"),
                                        Row.of("g", "error"),
                                        Row.of("new", "passed"),
                                        Row.of("f", "unknown")))
                        .toList());

        var versions = stored.report("versions", day(30), TOMORROW, Map.of("card", "card"));

        assertThat(versions).extracting(row -> row.get("version")).containsExactly(3, 1);
        var rate = PassRate.of(8, 9);
        assertThat(number(versions.getFirst(), "pass_rate_low"))
                .isCloseTo(rate.low(), within(1e-12));
        assertThat(number(versions.getFirst(), "pass_rate_high"))
                .isCloseTo(rate.high(), within(1e-12));
        assertThat(versions.getFirst())
                .containsEntry("previous_version", 1)
                .as("the tie of g is undecided")
                .containsEntry("paired_cases", 6L)
                .containsEntry("better", 6L)
                .containsEntry("worse", 0L)
                .containsEntry("p_value", 0.03125);
        assertThat(versions.getLast())
                .containsEntry("previous_version", null)
                .containsEntry("paired_cases", null)
                .containsEntry("p_value", null);
        assertThat(stored.report("versions", day(30), TOMORROW, Map.of())).isEmpty();
    }

    @Test
    void models_that_none_beats_in_everything_are_the_front() {
        var card = stored.card("card", "tag");
        model(card, "good", "passed", 900, 0.9);
        model(card, "cheap", "failed", 900, 0.1);
        model(card, "beaten", "failed", 950, 0.2);
        stored.run(
                day(0),
                card,
                1,
                "unpriced",
                "local",
                List.of(
                        new Row("a", "passed", 0.25, null, null, false, null, null),
                        new Row("b", "passed", 0.75, null, null, false, null, null)));

        var models = stored.report("models", day(30), TOMORROW, Map.of());

        assertThat(models)
                .extracting(row -> row.get("model") + " " + row.get("pareto"))
                .containsExactlyInAnyOrder(
                        "good true", "cheap true", "beaten false", "unpriced null");
        var unpriced =
                models.stream().filter(m -> "unpriced".equals(m.get("model"))).findFirst().get();
        assertThat(unpriced)
                .containsEntry("mean_score", 0.5)
                .containsEntry("mean_score_se", 0.25)
                .containsEntry("cost_usd", null)
                .containsEntry("latency_p50_ms", null)
                .containsEntry("prompt_tokens", null);
        assertThat(stored.report("models", day(30), TOMORROW, Map.of("limit", "1"))).hasSize(1);
        assertThat(stored.report("models", day(30), TOMORROW, Map.of("model", "good"))).hasSize(1);
    }

    @Test
    void spend_is_told_four_ways_and_month_to_date() {
        var first = TODAY.atZone(ZoneOffset.UTC).withDayOfMonth(1).toInstant();
        var card = stored.card("card", "tag");
        var other = stored.card("other", "tag");
        stored.run(first, card, 1, "m", "local", List.of(Row.of("a", "passed").took(1, 1.0)));
        stored.run(
                day(0).plusSeconds(1),
                card,
                2,
                "m",
                "user:1",
                List.of(
                        Row.of("a", "passed").took(1, 0.5),
                        new Row("b", "passed", 1, 1L, 0.25, false, 10, 0.125)));
        stored.run(day(0).plusSeconds(2), other, 1, "n", "user:1", List.of(Row.of("a", "passed")));

        var spend = stored.report("spend", TODAY, TOMORROW, Map.of());

        assertThat(spend)
                .extracting(
                        row ->
                                row.get("by")
                                        + " "
                                        + row.get("name")
                                        + " "
                                        + plain(row.get("total_usd"))
                                        + " "
                                        + plain(row.get("month_to_date_usd"))
                                        + " "
                                        + row.get("unpriced"))
                .contains(
                        "day %s 0.875 1.875 1".formatted(date(0)),
                        "card card 0.875 1.875 0",
                        "card other null null 1",
                        "model replay:m 0.875 1.875 0",
                        "model replay:n null null 1",
                        "person user:1 0.875 0.875 1")
                .hasSize(TODAY.equals(first) ? 7 : 6);
    }

    private void model(UUID card, String name, String outcome, long millis, double cost) {
        stored.run(
                day(0), card, 1, name, "local", List.of(Row.of("a", outcome).took(millis, cost)));
    }

    private static List<Row> all(List<String> cases, String outcome) {
        return cases.stream().map(key -> Row.of(key, outcome)).toList();
    }

    private static String plain(@Nullable Object usd) {
        return usd == null ? "null" : ((BigDecimal) usd).stripTrailingZeros().toPlainString();
    }
}
