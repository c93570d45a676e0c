package dev.promptcards.analytics;

import static dev.promptcards.analytics.SomeRuns.Try.failed;
import static dev.promptcards.analytics.SomeRuns.Try.of;
import static dev.promptcards.analytics.SomeRuns.Try.passed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import static java.util.Objects.requireNonNull;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.tenancy.WorkspaceId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reports over so little data that their figures can be worked out by hand.
class ExecutionReportsTest {

    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final ReportWindow SPRING =
            new ReportWindow(
                    Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-06-01T00:00:00Z"));

    private final WorkspaceId workspace = DATABASE.workspace();
    private final SomeRuns runs = new SomeRuns(DATABASE, workspace);

    @BeforeEach
    void somebody_elses() {
        new SomeRuns(DATABASE, DATABASE.workspace())
                .run(
                        "2026-03-09T10:00:00Z",
                        "basics",
                        "poet",
                        1,
                        "openai:gpt-a",
                        passed("moon"),
                        failed("moon"));
    }

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
        values.put("workspace_id", workspace.toString());
        values.put("from", SPRING.from().toString());
        values.put("to", SPRING.to().toString());
        values.put("limit", "1");
        for (var filter : ReportFilter.values()) {
            values.put(filter.word(), "");
        }
        return DATABASE.transactions()
                .reading(
                        workspace,
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
        assertThat(ask(report.name(), Map.of())).isEmpty();
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
        var all = ask(report.name(), window, needed);

        assertThat(all).isNotEmpty();
        for (var filter : there.keySet()) {
            if (!report.filters().contains(filter)) {
                continue;
            }
            var right = new EnumMap<>(needed);
            right.put(filter, requireNonNull(there.get(filter)));
            var wrong = new EnumMap<>(needed);
            wrong.put(filter, requireNonNull(elsewhere.get(filter)));
            assertThat(ask(report.name(), window, right))
                    .as(filter.word())
                    .hasSameSizeAs(all)
                    .containsAll(all);
            assertThat(ask(report.name(), window, wrong))
                    .as(filter.word())
                    .allMatch(row -> Long.valueOf(0).equals(row.get("executions")));
        }
    }

    @Test
    void a_history_tells_the_last_hundred_times_and_the_last_fifty_executions() {
        var many = new SomeRuns.Try[60];
        for (int i = 0; i < many.length; i++) {
            many[i] = passed("case-" + i).took(i);
        }
        runs.run("2026-03-10T10:00:00Z", "basics", "poet", 1, "openai:gpt-a", many)
                .run("2026-03-11T10:00:00Z", "basics", "poet", 2, "openai:gpt-b", many)
                .run(
                        "2026-03-12T10:00:00Z",
                        "basics",
                        "poet",
                        2,
                        "echo:echo",
                        failed("a").took(7).cost("0.0100", null),
                        of("b", "error").cost(null, null),
                        passed("c").fromCache(),
                        of("d", "unknown"));

        var row = ask("history", Map.of(ReportFilter.CARD, "poet")).getFirst();

        assertThat(row.get("executions")).isEqualTo(100L);
        assertThat((Double) row.get("pass_rate")).isCloseTo(97 / 99.0, within(1e-12));
        assertThat(row.get("providers")).isEqualTo(List.of("echo", "openai"));
        assertThat(row.get("models")).isEqualTo(List.of("echo", "gpt-a", "gpt-b"));
        assertThat(row.get("last_at")).isEqualTo(Instant.parse("2026-03-12T10:00:04Z"));
        var times = (List<?>) requireNonNull(row.get("execution_times_ms"));
        assertThat(times.size()).isEqualTo(99);
        assertThat(times.subList(0, 4)).isEqualTo(List.of(10L, 10L, 7L, 59L));
        assertThat(times.getLast()).isEqualTo(24L);
        var last =
                ((ReportTable.Json) requireNonNull(row.get("last_executions")))
                        .text()
                        .replaceAll("\\s", "");
        assertThat(last)
                .startsWith(
                        """
                        [{"timestamp":"2026-03-12T10:00:04.000Z","success":null,"cost":0.01},
                        {"timestamp":"2026-03-12T10:00:03.000Z","success":true,"cost":0},
                        {"timestamp":"2026-03-12T10:00:02.000Z","success":false,"cost":null},
                        {"timestamp":"2026-03-12T10:00:01.000Z","success":false,"cost":0.01},
                        {"timestamp":"2026-03-11T10:01:00.000Z","success":true,"cost":0.01}\
                        """
                                .replaceAll("\\s", ""));
        assertThat(last.split("timestamp", -1)).hasSize(51);
    }

    @Test
    void without_a_card_the_history_is_of_those_tried_last() {
        runs.run("2026-03-10T10:00:00Z", "basics", "poet", 1, "openai:gpt-a", passed("a"))
                .run("2026-03-12T10:00:00Z", "basics", "clerk", 1, "openai:gpt-a", passed("a"))
                .run("2026-03-11T10:00:00Z", "basics", "judge", 1, "openai:gpt-a", passed("a"));

        assertThat(ask("history", Map.of()))
                .extracting(it -> it.get("card"))
                .containsExactly("clerk", "judge", "poet");
    }

    @Test
    void failures_are_grouped_by_what_does_not_change() {
        runs.run(
                        "2026-03-10T10:00:00Z",
                        "basics",
                        "poet",
                        1,
                        "openai:gpt-a",
                        failed("a").because("Expected output to contain \"moon\"\nsecond line"),
                        failed("b").because("Expected output to contain \"the \n sun\""),
                        failed("b").because("Expected output to contain 'its' at 12.5 %, doesn't"),
                        passed("c").because("Expected output to contain \"moon\""),
                        of("d", "unknown").because("Expected output to contain \"moon\""))
                .run(
                        "2026-03-11T10:00:00Z",
                        "basics",
                        "poet",
                        1,
                        "openai:gpt-b",
                        failed("a").because("Expected output to contain \"`stars`\""),
                        of("a", "error")
                                .because("https://api.example.com/v1 answers 429 (req_8a7)"),
                        of("b", "error").because("https://api.example.com/v1 answers 429 (req_99)"),
                        of("b", "error").because("https://api.example.com/v1 answers 500 (req_1)"));

        var rows = ask("failures", Map.of());

        assertThat(rows)
                .extracting(it -> it.get("outcome") + " " + it.get("reason"))
                .containsExactly(
                        "failed Expected output to contain …",
                        "error … answers 429 (…)",
                        "failed Expected output to contain … at … %, doesn't",
                        "error … answers 500 (…)");
        assertThat(rows.getFirst())
                .containsEntry("executions", 3L)
                .containsEntry("cards", 1L)
                .containsEntry("cases", 2L)
                .containsEntry("models", List.of("gpt-a", "gpt-b"))
                .containsEntry("first_at", Instant.parse("2026-03-10T10:00:00Z"))
                .containsEntry("last_at", Instant.parse("2026-03-11T10:00:00Z"))
                .containsEntry("example", "Expected output to contain \"`stars`\"");
        assertThat((Double) rows.getFirst().get("share")).isCloseTo(3 / 7.0, within(1e-12));
    }

    @Test
    void flakiness_counts_flips_between_equal_tries() {
        runs.run(
                        "2026-03-10T10:00:00Z",
                        "basics",
                        "poet",
                        1,
                        "openai:gpt-a",
                        passed("coin"),
                        failed("coin").repeat(1),
                        passed("thirds"),
                        passed("always"),
                        of("coin", "unknown").repeat(2))
                .run(
                        "2026-03-11T10:00:00Z",
                        "basics",
                        "poet",
                        1,
                        "openai:gpt-a",
                        passed("coin"),
                        of("coin", "error").repeat(1),
                        passed("thirds"),
                        failed("thirds").repeat(1),
                        passed("always"))
                // Another version and another model are something else.
                .run("2026-03-12T10:00:00Z", "basics", "poet", 2, "openai:gpt-a", failed("always"))
                .run("2026-03-12T10:00:00Z", "basics", "poet", 1, "openai:gpt-b", failed("always"));

        var rows = ask("flakiness", Map.of());

        assertThat(rows).extracting(it -> it.get("case")).containsExactly("coin", "thirds");
        assertThat(rows.getFirst())
                .containsEntry("executions", 4L)
                .containsEntry("passed", 2L)
                .containsEntry("flips", 3L)
                .containsEntry("pass_rate", 0.5)
                .containsEntry("flip_rate", 1.0)
                .containsEntry("entropy", 1.0);
        // -(2/3 log2 2/3 + 1/3 log2 1/3)
        assertThat((Double) rows.getLast().get("entropy")).isCloseTo(0.9182958, within(1e-6));
        assertThat(rows.getLast()).containsEntry("flips", 1L).containsEntry("flip_rate", 0.5);
    }

    @Test
    void a_regression_begins_where_the_last_streak_of_failures_does() {
        runs.run(
                        "2026-03-10T10:00:00Z",
                        "basics",
                        "poet",
                        1,
                        "openai:gpt-a",
                        passed("broke"),
                        failed("never"),
                        passed("back"))
                .run(
                        "2026-03-11T10:00:00Z",
                        "basics",
                        "poet",
                        2,
                        "openai:gpt-a",
                        failed("broke"),
                        failed("never"),
                        failed("back"))
                .run(
                        "2026-03-12T10:00:00Z",
                        "basics",
                        "poet",
                        2,
                        "openai:gpt-a",
                        passed("broke"),
                        passed("back"))
                .run(
                        "2026-03-13T10:00:00Z",
                        "basics",
                        "poet",
                        3,
                        "openai:gpt-a",
                        passed("broke"),
                        failed("broke").repeat(1),
                        passed("back"))
                .run(
                        "2026-03-14T10:00:00Z",
                        "basics",
                        "poet",
                        4,
                        "openai:gpt-a",
                        of("broke", "error"),
                        of("back", "unknown"));

        var rows = ask("regressions", Map.of());

        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst())
                .containsEntry("case", "broke")
                .containsEntry("first_failing_version", 3L)
                .containsEntry("first_failing_run", 4L)
                .containsEntry("failing_since", Instant.parse("2026-03-13T10:00:00Z"))
                .containsEntry("last_passing_version", 2L)
                .containsEntry("last_passing_run", 3L)
                .containsEntry("streak", 2L);
    }

    @Test
    void the_slowest_and_the_costliest_come_first() {
        runs.run(
                "2026-03-10T10:00:00Z",
                "basics",
                "poet",
                1,
                "openai:gpt-a",
                passed("slow").took(900).cost("0.02", null),
                passed("dear").took(30).cost("0.03", null),
                failed("judged").took(20).cost("0.01", "0.04"),
                passed("cached").took(5000).cost("9", null).fromCache(),
                passed("unpriced").took(10).cost(null, "5"));

        assertThat(ask("slowest", Map.of()))
                .extracting(it -> it.get("case"))
                .containsExactly("slow", "dear", "judged", "unpriced");
        var costliest = ask("costliest", Map.of());
        assertThat(costliest)
                .extracting(it -> it.get("case"))
                .containsExactly("judged", "dear", "slow", "cached");
        assertThat(costliest.getFirst())
                .containsEntry("run", 1L)
                .containsEntry("cost_usd", new BigDecimal("0.01"))
                .containsEntry("grading_cost_usd", new BigDecimal("0.04"))
                .containsEntry("finished_at", Instant.parse("2026-03-10T10:00:03Z"));
        assertThat(costliest.getLast()).containsEntry("cost_usd", new BigDecimal("0"));
    }

    @Test
    void the_cases_that_fail_most_come_first() {
        runs.run(
                        "2026-03-10T10:00:00Z",
                        "basics",
                        "poet",
                        1,
                        "openai:gpt-a",
                        failed("hard"),
                        failed("medium"),
                        passed("medium").repeat(1),
                        passed("easy"))
                .run(
                        "2026-03-11T10:00:00Z",
                        "basics",
                        "poet",
                        2,
                        "openai:gpt-b",
                        of("hard", "error"),
                        of("medium", "unknown"));

        var rows = ask("failing", Map.of());

        assertThat(rows).extracting(it -> it.get("case")).containsExactly("hard", "medium");
        assertThat(rows.getFirst())
                .containsEntry("executions", 2L)
                .containsEntry("failed", 1L)
                .containsEntry("errors", 1L)
                .containsEntry("pass_rate", 0.0)
                .containsEntry("last_failed_at", Instant.parse("2026-03-11T10:00:00Z"));
        assertThat((Double) rows.getFirst().get("share_of_card")).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(rows.getLast()).containsEntry("pass_rate", 0.5);
    }

    @Test
    void what_is_outside_the_window_is_not_counted() {
        runs.run("2026-02-28T23:59:59Z", "basics", "poet", 1, "openai:gpt-a", flaky())
                .run("2026-06-01T00:00:00Z", "basics", "poet", 1, "openai:gpt-a", flaky());

        for (var report : Reports.all()) {
            assertThat(ask(report.name(), Map.of()))
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

        var kept = table("models", new ReportQuestion(SPRING, Map.of(), 100));
        var filtered =
                table(
                        "models",
                        new ReportQuestion(SPRING, Map.of(ReportFilter.SUITE, "basics"), 100));
        var within = table("models", new ReportQuestion(hour, Map.of(), 100));

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
        runs.run("2026-03-10T10:00:00Z", "basics", "poet", 1, "openai:gpt-a", flaky())
                .run("2026-03-11T10:00:00Z", "basics", "poet", 1, "openai:gpt-a", flaky());

        var table = table("slowest", new ReportQuestion(SPRING, Map.of(), 3));

        assertThat(table.rows()).hasSize(3);
        assertThat(table.more()).isTrue();
        assertThat(table("slowest", new ReportQuestion(SPRING, Map.of(), 4)).more()).isFalse();
    }

    private static SomeRuns.Try[] flaky() {
        return new SomeRuns.Try[] {passed("moon"), failed("moon").repeat(1)};
    }

    private List<Map<String, Object>> ask(String report, Map<ReportFilter, String> filters) {
        return ask(report, SPRING, filters);
    }

    private List<Map<String, Object>> ask(
            String report, ReportWindow window, Map<ReportFilter, String> filters) {
        var table = table(report, new ReportQuestion(window, filters, 100));
        return table.rows().stream()
                .map(
                        row -> {
                            Map<String, Object> named = new HashMap<>();
                            for (int i = 0; i < row.size(); i++) {
                                named.put(table.columns().get(i).name(), row.get(i));
                            }
                            return named;
                        })
                .toList();
    }

    private ReportTable table(String name, ReportQuestion question) {
        return DATABASE.transactions()
                .reading(
                        workspace,
                        Duration.ofSeconds(10),
                        handle -> {
                            try {
                                return Reports.named(name)
                                        .orElseThrow()
                                        .answer(
                                                handle.getConnection(),
                                                workspace.value(),
                                                question);
                            } catch (SQLException e) {
                                throw new AssertionError(e);
                            }
                        });
    }
}
