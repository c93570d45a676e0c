package dev.promptcards.analytics;

import static dev.promptcards.analytics.AskedReports.SPRING;
import static dev.promptcards.analytics.SomeRuns.Try.failed;
import static dev.promptcards.analytics.SomeRuns.Try.passed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import static java.util.Objects.requireNonNull;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What holds of every report, whatever it tells.
class ReportRegistryTest {

    private static final TestDatabase DATABASE = TestServers.freshDatabase();

    private final AskedReports asked = new AskedReports(DATABASE);
    private final SomeRuns runs = asked.runs();

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    static List<Report> reports() {
        return Reports.all();
    }

    static Stream<Arguments> files() {
        return Reports.all().stream()
                .flatMap(
                        report ->
                                report.source() instanceof Report.Executions
                                        ? Stream.of(arguments(report, report.name()))
                                        : Stream.of(
                                                arguments(report, report.name()),
                                                arguments(report, report.name() + "_filtered")));
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_selects_the_columns_the_registry_names(Report report, String file) {
        assertThat(selected(file))
                .isEqualTo(report.columns().stream().map(ReportColumn::name).toList());
    }

    private List<String> selected(String file) {
        var values = new HashMap<String, String>();
        values.put("workspace_id", asked.workspace().toString());
        values.put("from", SPRING.from().toString());
        values.put("to", SPRING.to().toString());
        values.put("limit", "1");
        for (var filter : ReportFilter.values()) {
            values.put(filter.word(), "");
        }
        return DATABASE.transactions()
                .reading(
                        asked.workspace(),
                        Duration.ofSeconds(10),
                        handle -> {
                            try (var statement =
                                    ReportSql.of(file).prepare(handle.getConnection(), values)) {
                                var told = requireNonNull(statement.getMetaData());
                                var names = new ArrayList<String>();
                                for (int i = 1; i <= told.getColumnCount(); i++) {
                                    names.add(told.getColumnLabel(i));
                                }
                                return names;
                            } catch (SQLException e) {
                                throw new AssertionError(e);
                            }
                        });
    }

    @ParameterizedTest
    @MethodSource("reports")
    void a_workspace_without_data_has_no_rows(Report report) {
        assertThat(asked.ask(report.name(), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void every_filter_narrows(Report report) {
        runs.run("2026-03-10T10:00:00Z", "basics", "poet", 1, "openai:gpt-a", passed("moon"))
                .run("2026-03-11T10:00:00Z", "basics", "poet", 1, "openai:gpt-a", failed("moon"))
                .tag("poet", "verse")
                .label("poet", "production");
        var there =
                Map.of(
                        ReportFilter.CARD, "poet",
                        ReportFilter.VERSION, "1",
                        ReportFilter.SUITE, "basics",
                        ReportFilter.MODEL, "gpt-a",
                        ReportFilter.PROVIDER, "openai",
                        ReportFilter.TAG, "verse",
                        ReportFilter.LABEL, "production");
        var elsewhere = new HashMap<>(there);
        elsewhere.replaceAll((filter, _) -> filter == ReportFilter.VERSION ? "2" : "other");
        var needed = new EnumMap<ReportFilter, String>(ReportFilter.class);
        report.needed().ifPresent(it -> needed.put(it, requireNonNull(there.get(it))));
        // Counted from single executions, however it is asked.
        var window = new ReportWindow(SPRING.from().plusSeconds(1), SPRING.to());
        var all = asked.ask(report.name(), window, needed);

        assertThat(all).isNotEmpty();
        for (var filter : there.keySet()) {
            if (!report.filters().contains(filter)) {
                continue;
            }
            var right = new EnumMap<>(needed);
            right.put(filter, requireNonNull(there.get(filter)));
            var wrong = new EnumMap<>(needed);
            wrong.put(filter, requireNonNull(elsewhere.get(filter)));
            assertThat(asked.ask(report.name(), window, right))
                    .as(filter.word())
                    .hasSameSizeAs(all)
                    .containsAll(all);
            assertThat(asked.ask(report.name(), window, wrong))
                    .as(filter.word())
                    .allMatch(row -> Long.valueOf(0).equals(row.get("executions")));
        }
    }

    @Test
    void what_is_outside_the_window_is_not_counted() {
        runs.run("2026-02-28T23:59:59Z", "basics", "poet", 1, "openai:gpt-a", AskedReports.flaky())
                .run(
                        "2026-06-01T00:00:00Z",
                        "basics",
                        "poet",
                        1,
                        "openai:gpt-a",
                        AskedReports.flaky());

        for (var report : Reports.all()) {
            assertThat(asked.ask(report.name(), Map.of()))
                    .as(report.name())
                    .allMatch(row -> Long.valueOf(0).equals(row.get("executions")));
        }
    }

    @Test
    void what_is_kept_by_the_day_answers_whole_days_and_says_so() {
        runs.run(
                "2026-03-10T10:00:00Z",
                "basics",
                "poet",
                1,
                "openai:gpt-a",
                passed("a").took(100),
                failed("b").took(200));
        var hour =
                new ReportWindow(
                        Instant.parse("2026-03-10T09:00:00Z"),
                        Instant.parse("2026-03-10T11:00:00Z"));

        var kept = asked.table("models", new ReportQuestion(SPRING, Map.of(), 100));
        var filtered =
                asked.table(
                        "models",
                        new ReportQuestion(SPRING, Map.of(ReportFilter.SUITE, "basics"), 100));
        var within = asked.table("models", new ReportQuestion(hour, Map.of(), 100));

        assertThat(kept.columns()).extracting(ReportColumn::exact).contains(false);
        for (var exact : List.of(filtered, within)) {
            assertThat(exact.columns()).allMatch(ReportColumn::exact);
            assertThat(exact.rows()).hasSize(1);
        }
        int median =
                kept.columns().stream().map(ReportColumn::name).toList().indexOf("latency_p50_ms");
        assertThat(filtered.rows().getFirst().get(median)).isEqualTo(150.0);
        assertThat((Double) requireNonNull(kept.rows().getFirst().get(median)))
                .isCloseTo(150, within(1.5));
    }

    @Test
    void one_row_more_is_told_and_not_shown() {
        runs.run("2026-03-10T10:00:00Z", "basics", "poet", 1, "openai:gpt-a", AskedReports.flaky())
                .run(
                        "2026-03-11T10:00:00Z",
                        "basics",
                        "poet",
                        1,
                        "openai:gpt-a",
                        AskedReports.flaky());

        var table = asked.table("slowest", new ReportQuestion(SPRING, Map.of(), 3));

        assertThat(table.rows()).hasSize(3);
        assertThat(table.more()).isTrue();
        assertThat(asked.table("slowest", new ReportQuestion(SPRING, Map.of(), 4)).more())
                .isFalse();
    }
}
