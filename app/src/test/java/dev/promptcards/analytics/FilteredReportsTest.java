package dev.promptcards.analytics;

import static dev.promptcards.analytics.ReportDays.TOMORROW;
import static dev.promptcards.analytics.ReportDays.day;
import static dev.promptcards.analytics.ReportDays.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.promptcards.analytics.StoredExecutions.Row;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// The reports over single executions, against those over roll-ups, and what filters leave.
class FilteredReportsTest {

    private final StoredExecutions stored = new StoredExecutions();

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
}
