package dev.promptcards.analytics;

import static dev.promptcards.analytics.SomeRuns.Try.failed;
import static dev.promptcards.analytics.SomeRuns.Try.of;
import static dev.promptcards.analytics.SomeRuns.Try.passed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import static java.util.Objects.requireNonNull;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Reports over so little data that their figures can be worked out by hand.
class ExecutionReportsTest {

    private static final TestDatabase DATABASE = TestServers.freshDatabase();

    private final AskedReports asked = new AskedReports(DATABASE);
    private final SomeRuns runs = asked.runs();

    @AfterAll
    static void drop() {
        DATABASE.close();
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

        var row = asked.ask("history", Map.of(ReportFilter.CARD, "poet")).getFirst();

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

        assertThat(asked.ask("history", Map.of()))
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

        var rows = asked.ask("failures", Map.of());

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
    void what_failed_without_saying_why_has_no_reason() {
        runs.run(
                "2026-03-10T10:00:00Z",
                "basics",
                "poet",
                1,
                "openai:gpt-a",
                failed("a").because(""));

        assertThat(asked.ask("failures", Map.of()))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("executions", 1L))
                .satisfies(row -> assertThat(row).containsEntry("reason", null))
                .satisfies(row -> assertThat(row).containsEntry("example", null));
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

        var rows = asked.ask("flakiness", Map.of());

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

        var rows = asked.ask("regressions", Map.of());

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

        assertThat(asked.ask("slowest", Map.of()))
                .extracting(it -> it.get("case"))
                .containsExactly("slow", "dear", "judged", "unpriced");
        var costliest = asked.ask("costliest", Map.of());
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

        var rows = asked.ask("failing", Map.of());

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
}
