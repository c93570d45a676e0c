package dev.promptcards.promptfoo.result.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.result.Columns;
import dev.promptcards.promptfoo.result.Executions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class ResultTableTest {

    private static final Screen PLAIN = new Screen(72, false);

    @Test
    void shows_outputs_and_reasons_side_by_side() {
        List<ObjectNode> executions =
                List.of(
                        Executions.one(0, 0, "passed", 1, "fine"),
                        Executions.one(
                                0, 1, "failed", 0, "Expected output to contain \"rain\", got else"),
                        Executions.one(1, 0, "error", 0, "boom\nat line 2"),
                        Executions.one(1, 1, "unknown", 0, ""));

        assertThat(lines(PLAIN, executions))
                .containsExactly(
                        " #  case                   [echo] p0              [echo] p1",
                        "─".repeat(71),
                        " 1  q=v0                   PASS out fine          FAIL Expected output…",
                        " 2  q=v1                   ERROR boom at line 2   UNKNOWN unknown outc…");
    }

    @Test
    void a_line_a_column_says_what_it_got_right_and_its_metrics() {
        ObjectNode scored = Executions.one(0, 0, "passed", 1, "x");
        scored.putObject("namedScores").put("wet", 0.5);
        Columns columns =
                Executions.columns(
                        List.of(
                                scored,
                                Executions.one(1, 0, "error", 0, "boom"),
                                Executions.one(0, 1, "passed", 1, "x"),
                                Executions.one(1, 1, "passed", 1, "x")));
        columns.at(0).derive("half", 0.25);
        columns.at(1).deriveFailed("half", "no such name");

        assertThat(ColumnLines.of(columns, PLAIN))
                .containsExactly(
                        "[echo] p0       ██████░░░░░░  50.0 %  1 of 2  1 error",
                        "  wet 0.500, half 0.250",
                        "[echo] p1       ████████████ 100.0 %  2 of 2",
                        "  metric half is missing: no such name");
    }

    @Test
    void the_first_failures_are_named_with_their_first_reason() {
        FailureLines failures = new FailureLines(PLAIN);
        ObjectNode failed = Executions.one(2, 0, "failed", 0, "all of it");
        failed.putArray("components")
                .addObject()
                .put("pass", false)
                .put("reason", "no rain")
                .putObject("assertion")
                .put("type", "contains");
        failures.add(Executions.one(0, 0, "passed", 1, ""));
        failures.add(failed);
        for (int test = 3; test < 10; test++) {
            failures.add(Executions.one(test, 0, "error", 0, "boom"));
        }

        assertThat(failures.lines())
                .startsWith("What did not pass", "  ✗ 3, q=v2: contains: no rain")
                .contains("  ! 4, q=v3: boom")
                .endsWith("  … and 3 more")
                .hasSize(7);
        assertThat(new FailureLines(PLAIN).lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 80, 200})
    void no_line_of_the_table_is_wider_than_the_terminal(int width) {
        List<ObjectNode> executions = new ArrayList<>();
        for (int column = 0; column < 6; column++) {
            executions.add(
                    Executions.one(
                            0, column, "passed", 1, "a long output 漢字漢字漢字漢字漢字漢字 ".repeat(9)));
        }

        assertThat(lines(new Screen(width, false), executions).subList(0, 3))
                .allMatch(line -> CellText.width(line) <= width);
    }

    @Test
    void a_long_run_shows_its_first_tests_and_counts_the_rest() {
        List<ObjectNode> executions = new ArrayList<>();
        for (int test = 0; test < 1_000; test++) {
            executions.add(Executions.one(test, 0, "passed", 0, "x"));
        }

        assertThat(lines(PLAIN, executions))
                .hasSize(23)
                .endsWith("… and 980 more tests; write them to a file with -o report.html");
    }

    private static List<String> lines(Screen screen, List<ObjectNode> executions) {
        ResultTable table = new ResultTable(screen);
        executions.forEach(table::add);
        return table.lines(Executions.columns(executions));
    }

    @Test
    void colours_are_for_terminals_whose_user_wants_them() {
        assertThat(Screen.of(80, true, false).colours()).isTrue();
        assertThat(Screen.of(80, true, true).colours()).isFalse();
        assertThat(Screen.of(80, false, false).colours()).isFalse();
        assertThat(
                        lines(new Screen(72, true), List.of(Executions.one(0, 0, "passed", 1, "x")))
                                .get(2))
                .contains("\u001b[32mPASS\u001b[0m out x");
    }

    @ParameterizedTest
    @CsvSource({
        "abc, 5, 'abc  '",
        "abcdef, 5, abcd…",
        "abcde, 5, abcde",
        "漢字漢, 5, '漢字…'",
        "漢字漢, 4, '漢… '",
        "'', 3, '   '",
        "✅ ok, 5, '✅ ok'",
        "👍👍👍, 5, '👍👍…'",
    })
    void a_cell_is_exactly_as_wide_as_its_column(String text, int width, String cell) {
        assertThat(CellText.fit(text, width)).isEqualTo(cell);
    }

    @Test
    void what_an_output_holds_cannot_steer_the_terminal() {
        assertThat(CellText.fit("a\u001b[2Jb\nc\u202e", 12)).isEqualTo("a [2Jb c    ");
    }

    @Test
    void the_summary_says_unknown_where_nothing_is_known() throws Exception {
        JsonNode run =
                Executions.JSON.readTree(
                        """
                        {"number": 41, "state": "completed",
                         "createdAt": "2026-11-21T10:00:00Z", "finishedAt": "2026-11-21T10:00:04Z", "total": 1319, "passed": 286, "failed": 1030, "errors": 2,
                         "unknown": 1, "maybeChargedTwice": 3,
                         "summary": {"passRate": 0.2168, "low": 0.1954, "high": 0.2398,
                                     "latencyP50Ms": 12.4, "latencyP95Ms": 15321,
                                     "costUsd": null, "unpriced": 1319, "promptTokens": 12345, "completionTokens": 678}}
                        """);

        Columns columns =
                Executions.columns(
                        List.of(
                                Executions.one(0, 0, "passed", 1, "x").put("gradingCostUsd", 0.02),
                                Executions.one(1, 0, "passed", 1, "x")));

        assertThat(RunSummary.lines(run, columns, "http://127.0.0.1:8080", PLAIN))
                .containsExactly(
                        "Pass rate      21.7 %  (95 % interval 19.5 to 24.0 %; 286 of 1,318)",
                        "Results        286 passed, 1,030 failed, 2 errors, 1 unknown",
                        "Latency        p50 12 ms, p95 15.3 s",
                        "Tokens         12,345 prompt, 678 completion",
                        "Cost           unknown: 1,319 calls have no known price; the judges $0.02",
                        "Duration       4.0 s, 0.5 executions/s",
                        "Charged twice  possibly 3 calls",
                        "Run            41 (completed)  http://127.0.0.1:8080");
    }

    @Test
    void a_cost_names_the_calls_it_leaves_out() {
        ObjectNode run = Executions.JSON.createObjectNode();
        run.putObject("summary").put("costUsd", 0.0125).put("unpriced", 7);

        List<String> lines = RunSummary.lines(run, new Columns(), "", PLAIN);

        assertThat(lines)
                .contains(
                        "Cost           $0.0125, and 7 calls of unknown price",
                        "Pass rate      none: no case was judged");
    }
}
