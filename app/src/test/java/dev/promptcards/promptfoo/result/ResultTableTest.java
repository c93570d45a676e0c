package dev.promptcards.promptfoo.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class ResultTableTest {

    private static final Screen PLAIN = new Screen(72, false);

    @Test
    void shows_outputs_and_reasons_side_by_side_and_what_each_column_got_right() {
        ResultTable table = new ResultTable(PLAIN);
        table.add(Executions.one(0, 0, "passed", 1, "fine"));
        table.add(
                Executions.one(0, 1, "failed", 0, "Expected output to contain \"rain\", got else"));
        table.add(Executions.one(1, 0, "error", 0, "boom\nat line 2"));
        table.add(Executions.one(1, 1, "unknown", 0, ""));

        assertThat(table.lines())
                .containsExactly(
                        " #  case                   [echo] p0              [echo] p1",
                        "─".repeat(71),
                        " 0  q=v0                   PASS out fine          FAIL Expected output…",
                        " 1  q=v1                   ERROR boom at line 2   UNKNOWN unknown outc…",
                        "",
                        "column                             passed      of    rate  errors",
                        "[echo] p0                               1       2   50.0%       1",
                        "[echo] p1                               0       2    0.0%       1");
        assertThat(table.passed()).isEqualTo(1);
        assertThat(table.notPassed()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 80, 200})
    void no_line_of_the_table_is_wider_than_the_terminal(int width) {
        ResultTable table = new ResultTable(new Screen(width, false));
        for (int column = 0; column < 6; column++) {
            table.add(
                    Executions.one(
                            0, column, "passed", 1, "a long output 漢字漢字漢字漢字漢字漢字 ".repeat(9)));
        }

        assertThat(table.lines().subList(0, 3)).allMatch(line -> CellText.width(line) <= width);
    }

    @Test
    void a_long_run_shows_its_first_tests_and_counts_the_rest() {
        ResultTable table = new ResultTable(PLAIN);
        for (int test = 0; test < 1_000; test++) {
            table.add(Executions.one(test, 0, test < 286 ? "passed" : "failed", 0, "x"));
        }

        assertThat(table.lines())
                .hasSize(26)
                .contains("… and 980 more tests; write them to a file with -o results.json");
        assertThat(table.lines().getLast()).endsWith("286   1,000   28.6%       0");
    }

    @Test
    void colours_are_for_terminals_whose_user_wants_them() {
        assertThat(Screen.of(80, true, false).colours()).isTrue();
        assertThat(Screen.of(80, true, true).colours()).isFalse();
        assertThat(Screen.of(80, false, false).colours()).isFalse();
        ResultTable table = new ResultTable(new Screen(72, true));
        table.add(Executions.one(0, 0, "passed", 1, "x"));
        assertThat(table.lines().get(2)).contains("\u001b[32mPASS\u001b[0m out x");
    }

    @ParameterizedTest
    @CsvSource({
        "abc, 5, 'abc  '",
        "abcdef, 5, abcd…",
        "abcde, 5, abcde",
        "漢字漢, 5, '漢字…'",
        "漢字漢, 4, '漢… '",
        "'', 3, '   '",
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
                        {"number": 41, "state": "completed", "total": 1319, "passed": 286, "failed": 1030, "errors": 2,
                         "unknown": 1, "maybeChargedTwice": 3,
                         "summary": {"passRate": 0.2168, "low": 0.1954, "high": 0.2398,
                                     "latencyP50Ms": 12.4, "latencyP95Ms": 15321,
                                     "costUsd": null, "unpriced": 1319, "promptTokens": 12345, "completionTokens": 678}}
                        """);

        assertThat(RunSummary.lines(run, "http://127.0.0.1:8080", PLAIN))
                .containsExactly(
                        "Pass rate      21.7 %  (95 % interval 19.5 to 24.0 %; 286 of 1,318)",
                        "Results        286 passed, 1,030 failed, 2 errors, 1 unknown",
                        "Latency        p50 12 ms, p95 15.3 s",
                        "Tokens         12,345 prompt, 678 completion",
                        "Cost           unknown: 1,319 calls have no known price",
                        "Charged twice  possibly 3 calls",
                        "Run            41 (completed)  http://127.0.0.1:8080");
    }

    @Test
    void a_cost_names_the_calls_it_leaves_out() {
        ObjectNode run = Executions.JSON.createObjectNode();
        run.putObject("summary").put("costUsd", 0.0125).put("unpriced", 7);

        List<String> lines = RunSummary.lines(run, "", PLAIN);

        assertThat(lines)
                .contains(
                        "Cost           $0.0125, and 7 calls of unknown price",
                        "Pass rate      none: no case was judged");
    }
}
