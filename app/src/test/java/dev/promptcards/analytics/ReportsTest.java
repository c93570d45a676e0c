package dev.promptcards.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.promptcards.TestServers;
import dev.promptcards.analytics.StoredExecutions.Row;

import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The reports over roll-ups, against figures worked out by hand and against single executions.
class ReportsTest {

    private static final Instant TODAY = Instant.now().truncatedTo(ChronoUnit.DAYS);
    private static final Instant TOMORROW = TODAY.plus(1, ChronoUnit.DAYS);

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
        var first = TODAY.atZone(java.time.ZoneOffset.UTC).withDayOfMonth(1).toInstant();
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

    /// Every column is the same, but the quantiles, which are within 1 %.
    @ParameterizedTest
    @ValueSource(strings = {"daily", "versions", "models", "spend"})
    void over_roll_ups_and_over_single_executions_a_report_says_the_same(String report) {
        fill(new Random(7));
        for (var filter :
                List.of(
                        Map.of("card", "one"),
                        Map.of("card", report.equals("versions") ? "two" : ""))) {
            if (report.equals("spend") && !filter.containsValue("")) {
                continue;
            }
            var kept = stored.report(report, day(20), TOMORROW, filter);
            var single = stored.report(report + "_filtered", day(20), TOMORROW, filter);
            if (!report.equals("models") || filter.containsValue("")) {
                assertSame(kept, single);
            }
            assertThat(kept).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "suite, OURS, 120",
        "suite, other, 0",
        "tag, blue, 60",
        "version, 2, 40",
        "label, production, 20",
        "provider, replay, 120",
        "model, m1, 60",
        "card, one, 60",
    })
    void each_filter_leaves_its_own(String filter, String value, int executions) {
        fill(new Random(8));
        var wanted = value.equals("OURS") ? stored.suiteSlug() : value;
        for (var report : List.of("daily", "models", "spend")) {
            assertThat(
                            stored
                                    .report(
                                            report + "_filtered",
                                            day(20),
                                            TOMORROW,
                                            Map.of(filter, wanted))
                                    .stream()
                                    .filter(
                                            row ->
                                                    !row.containsKey("by")
                                                            || "day".equals(row.get("by")))
                                    .mapToLong(row -> (long) number(row, "executions"))
                                    .sum())
                    .as(report)
                    .isEqualTo(executions);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,0",
        "5,0",
        "0,6",
        "10,2",
        "9,2",
        "3,3",
        "17,16",
        "120,90",
        "1000,900",
        "40000,39000",
        "500,3"
    })
    void the_p_value_in_sql_is_that_of_java(int better, int worse) {
        double p =
                TestServers.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery("SELECT mcnemar_p_value(?, ?)")
                                                .bind(0, better)
                                                .bind(1, worse)
                                                .mapTo(Double.class)
                                                .one());
        assertThat(p).isCloseTo(new McNemar(better, worse).pValue(), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0,20", "20,20", "81,263", "1,29", "999999,1000000"})
    void the_interval_in_sql_is_that_of_java(int passed, int tries) {
        List<Double> interval =
                TestServers.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery("SELECT unnest(wilson_interval(?, ?))")
                                                .bind(0, passed)
                                                .bind(1, tries)
                                                .mapTo(Double.class)
                                                .list());
        var rate = PassRate.of(passed, tries);
        assertThat(interval.get(0)).isCloseTo(rate.low(), within(1e-12));
        assertThat(interval.get(1)).isCloseTo(rate.high(), within(1e-12));
    }

    /// Values of all magnitudes, few and many of them, merged from two histograms.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1000})
    void quantiles_of_histograms_are_within_one_percent(int values) {
        var random = new Random(values);
        for (int round = 0; round < 20; round++) {
            var millis =
                    random.doubles(values, 0, 1 + random.nextInt(16))
                            .mapToLong(x -> (long) Math.exp(x) - 1)
                            .boxed()
                            .toArray(Long[]::new);
            var both =
                    TestServers.jdbi()
                            .withHandle(
                                    handle ->
                                            handle.createQuery(
                                                            """
                                                            WITH v AS (SELECT m, n % 2 AS half
                                                                         FROM unnest(:millis) WITH ORDINALITY AS v (m, n)),
                                                            h AS (SELECT histogram_add(
                                                                     latency_histogram((SELECT array_agg(m) FROM v WHERE half = 0), 1),
                                                                     latency_histogram((SELECT array_agg(m) FROM v WHERE half = 1), 1)) AS h),
                                                            q AS (SELECT ARRAY[0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 1] AS q)
                                                            SELECT e.exact, k.kept
                                                              FROM (SELECT percentile_cont((SELECT q FROM q)::float8[])
                                                                           WITHIN GROUP (ORDER BY m) AS exact FROM v) x,
                                                                   (SELECT histogram_quantiles(h.h, q.q) AS kept FROM h, q) y,
                                                                   unnest(x.exact, y.kept) AS e (exact, kept),
                                                                   LATERAL (SELECT e.kept) k
                                                            """)
                                                    .bindArray(
                                                            "millis", Long.class, (Object[]) millis)
                                                    .map(
                                                            (row, _) ->
                                                                    new double[] {
                                                                        row.getDouble(1),
                                                                        row.getDouble(2)
                                                                    })
                                                    .list());
            assertThat(both).hasSize(8);
            both.forEach(
                    pair ->
                            assertThat(pair[1])
                                    .isCloseTo(pair[0], within(pair[0] * 0.00996 + 1e-9)));
        }
    }

    private void model(java.util.UUID card, String name, String outcome, long millis, double cost) {
        stored.run(
                day(0), card, 1, name, "local", List.of(Row.of("a", outcome).took(millis, cost)));
    }

    private void fill(Random random) {
        var one = stored.card("one", "blue");
        var two = stored.card("two", "red");
        stored.label(one, "production", 2);
        for (int i = 0; i < 12; i++) {
            int n = i;
            var rows = new ArrayList<Row>();
            IntStream.range(0, 10)
                    .forEach(
                            c ->
                                    rows.add(
                                            new Row(
                                                    "case-" + c,
                                                    List.of(
                                                                    "passed", "passed", "failed",
                                                                    "error", "unknown")
                                                            .get(random.nextInt(5)),
                                                    random.nextDouble(),
                                                    random.nextInt(4) == 0
                                                            ? null
                                                            : (long)
                                                                    Math.exp(3 + random.nextInt(6)),
                                                    random.nextInt(3) == 0
                                                            ? null
                                                            : random.nextInt(1000) / 1024.0,
                                                    random.nextInt(5) == 0,
                                                    random.nextInt(5) == 0
                                                            ? null
                                                            : random.nextInt(100),
                                                    random.nextInt(2) == 0 ? null : 0.25)));
            stored.run(
                    day(n % 9).plusSeconds(60L * n),
                    n % 2 == 0 ? one : two,
                    1 + n / 2 % 3,
                    "m" + n % 4 / 2,
                    "user:" + n % 3,
                    rows);
        }
    }

    private static void assertSame(
            List<Map<String, Object>> kept, List<Map<String, Object>> single) {
        assertThat(kept).hasSameSizeAs(single);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i).keySet()).containsExactlyElementsOf(single.get(i).keySet());
            for (var column : kept.get(i).keySet()) {
                var a = kept.get(i).get(column);
                var b = single.get(i).get(column);
                var where = "%s of row %d: %s".formatted(column, i, kept.get(i));
                if (a instanceof Number x && b instanceof Number y) {
                    double error = column.matches("latency_p\\d+_ms") ? 0.00996 : 1e-9;
                    assertThat(x.doubleValue())
                            .as(where)
                            .isCloseTo(
                                    y.doubleValue(),
                                    within(error * Math.abs(y.doubleValue()) + 1e-12));
                } else {
                    assertThat(a).as(where).isEqualTo(b);
                }
            }
        }
    }

    private static List<Row> all(List<String> cases, String outcome) {
        return cases.stream().map(key -> Row.of(key, outcome)).toList();
    }

    private static double number(Map<String, Object> row, String column) {
        return ((Number) Objects.requireNonNull(row.get(column), column)).doubleValue();
    }

    private static String plain(@Nullable Object usd) {
        return usd == null ? "null" : ((BigDecimal) usd).stripTrailingZeros().toPlainString();
    }

    private static Instant day(int ago) {
        return TODAY.minus(Duration.ofDays(ago));
    }

    private static String date(int ago) {
        return day(ago).toString().substring(0, 10);
    }
}
