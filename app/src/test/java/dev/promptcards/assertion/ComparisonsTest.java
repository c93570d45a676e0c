package dev.promptcards.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.assertion.judge.Judge;
import dev.promptcards.assertion.judge.Judge.Reply;
import dev.promptcards.assertion.judge.Judge.Task;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// Rows whose columns are compared, after each was graded by itself.
class ComparisonsTest {

    private static final Workbench BENCH = new Workbench();
    private static final ObjectNode VARS = (ObjectNode) Workbench.json("{'topic': 'tea'}");
    private static final String BEST = "{'type': 'select-best', 'value': 'best on {{topic}}'}";

    @AfterAll
    static void close() {
        BENCH.close();
    }

    /// The grades of a row of these outputs; one that is null could not be tried.
    private static List<Grade> row(String assertions, Judge judge, JsonNode... outputs) {
        List<Check> checks = Assertions.parse(Workbench.json("[" + assertions + "]"));
        List<Comparisons.Column> columns =
                Stream.of(outputs).map(output -> column(checks, output)).toList();
        return BENCH.comparisons()
                .compare(
                        checks,
                        new Comparisons.Row(
                                VARS, Workbench.MAPPER.createObjectNode(), Workbench.SCOPE, judge),
                        columns);
    }

    private static Comparisons.Column column(List<Check> checks, JsonNode output) {
        if (output.isNull()) {
            return new Comparisons.Column(
                    Optional.empty(), Grade.error("the provider refused", List.of()));
        }
        Attempt attempt = Workbench.judged(output, VARS, "{}", new RecordedJudge());
        return new Comparisons.Column(
                Optional.of(output), BENCH.grader().grade(checks, OptionalDouble.empty(), attempt));
    }

    private static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }

    private static JsonNode none() {
        return Workbench.json("null");
    }

    private static String outcomes(List<Grade> grades) {
        return String.join(
                " ",
                grades.stream()
                        .map(g -> (g.errored() ? "error" : g.passed() ? "passed" : "failed"))
                        .toList());
    }

    @Test
    void the_output_the_judge_picks_keeps_its_grade_and_the_others_fail() {
        RecordedJudge judge = RecordedJudge.saying("I say 1.");

        List<Grade> grades =
                row(
                        BEST + ", {'type': 'javascript', 'value': '0.5'}",
                        judge,
                        text("a"),
                        text("b"),
                        text("c"));

        assertThat(outcomes(grades)).isEqualTo("failed passed failed");
        assertThat(grades).extracting(Grade::score).containsExactly(0.0, 0.5, 0.0);
        assertThat(grades.getFirst().reason()).isEqualTo("Output not selected: best on tea");
        assertThat(grades.get(1).reason()).isEqualTo("All assertions passed");
        assertThat(grades.get(1).components())
                .extracting(Component::type)
                .containsExactly("javascript", "select-best");
    }

    @Test
    void the_judge_is_asked_once_and_sees_every_output() {
        RecordedJudge judge = RecordedJudge.saying("0");

        row(BEST, judge, text("first"), text("{\"a\": 1}"), none());

        assertThat(judge.question().input().at("/0/content").textValue())
                .contains("criteria: best on tea")
                .contains("<Text index=\"0\">\nfirst\n</Text>")
                .contains("<Text index=\"1\">\n{\"a\":1}\n</Text>")
                .contains("<Text index=\"2\">\n\n</Text>");
    }

    @Test
    void being_picked_saves_nobody_who_failed_or_is_an_error() {
        String contains = ", {'type': 'contains', 'value': 'b'}";

        List<Grade> failed = row(BEST + contains, RecordedJudge.saying("0"), text("a"), text("b"));
        List<Grade> error = row(BEST, RecordedJudge.saying("1"), text("a"), none());

        assertThat(outcomes(failed)).isEqualTo("failed failed");
        assertThat(failed.getFirst().reason()).isEqualTo("Expected output to contain \"b\"");
        assertThat(outcomes(error)).isEqualTo("failed error");
        assertThat(error.get(1).reason()).isEqualTo("the provider refused");
    }

    @Test
    void a_judge_that_picks_none_of_them_fails_all() {
        for (String answer : List.of("2", "none", "99999999999999999999", "the second", "")) {
            assertThat(outcomes(row(BEST, RecordedJudge.saying(answer), text("a"), text("b"))))
                    .as(answer)
                    .isEqualTo("failed failed");
        }
    }

    @Test
    void a_question_that_cannot_be_asked_is_an_error_of_every_column() {
        Judge nobody = new RecordedJudge().reply(Task.TEXT, "", new Reply.Nobody("no key"));
        RecordedJudge unasked = new RecordedJudge();

        assertThat(outcomes(row(BEST, nobody, text("a"), text("b")))).isEqualTo("error error");
        assertThat(outcomes(row(BEST, unasked, text("a")))).isEqualTo("error");
        assertThat(outcomes(row("{'type': 'select-best'}", unasked, text("a"), text("b"))))
                .isEqualTo("error error");
        assertThat(outcomes(row("{'type': 'max-score'}", unasked, text("a"), text("b"))))
                .isEqualTo("error error");
        assertThat(unasked.asked()).isEmpty();
    }

    @Test
    void a_comparison_stands_by_itself_neither_negated_nor_in_a_set() {
        for (String assertion :
                List.of(
                        "{'type': 'not-select-best', 'value': 'c'}",
                        "{'type': 'not-max-score'}",
                        "{'type': 'assert-set', 'assert': [" + BEST + "]}")) {
            Grade grade = BENCH.grade("[" + assertion + "]", "a");
            assertThat(grade.errored()).as(assertion).isTrue();
        }
    }

    private static final String OTHERS =
            ", {'type': 'contains', 'value': 'a', 'weight': 0}"
                    + ", {'type': 'javascript', 'value': 'output.length / 4'}";

    private static List<Grade> maxScore(String value) {
        return row(
                "{'type': 'max-score', 'value': " + value + "}" + OTHERS,
                new RecordedJudge(),
                text("a"),
                text("bbb"),
                text("cc"));
    }

    @Test
    void the_highest_mean_wins_or_the_highest_sum_by_weights() {
        assertThat(outcomes(maxScore("{}"))).isEqualTo("passed failed failed");
        assertThat(outcomes(maxScore("{'weights': {'contains': 0.1}}")))
                .isEqualTo("failed passed failed");
        assertThat(outcomes(maxScore("{'method': 'sum', 'weights': {'javascript': 3}}")))
                .isEqualTo("failed passed failed");
        assertThat(outcomes(maxScore("{'threshold': 0.7}"))).isEqualTo("failed failed failed");
        assertThat(outcomes(maxScore("{'threshold': 0.6}"))).isEqualTo("passed failed failed");
    }

    @Test
    void the_winner_keeps_its_score_and_the_others_have_none() {
        List<Grade> grades = maxScore("{}");

        assertThat(grades).extracting(Grade::score).containsExactly(0.25, 0.0, 0.0);
        assertThat(grades.get(1).reason()).isEqualTo("Not selected (score: 0.375, max: 0.625)");
    }

    @Test
    void of_equals_the_first_wins_and_errors_do_not_take_part() {
        String assertions = "{'type': 'max-score'}, {'type': 'contains', 'value': 'x'}";

        assertThat(outcomes(row(assertions, new RecordedJudge(), none(), text("x1"), text("x2"))))
                .isEqualTo("error passed failed");
    }

    @Test
    void what_max_score_cannot_use_is_an_error() {
        for (String value :
                List.of(
                        "{'method': 'median'}",
                        "{'weights': {'contains': 'much'}}",
                        "{'threshold': 'high'}")) {
            assertThat(outcomes(maxScore(value))).as(value).isEqualTo("error error error");
        }
    }

    @Test
    void a_stored_verdict_reads_back_as_its_component() {
        Grade grade =
                BENCH.grade(
                        "[{'type': 'equals', 'value': 'a', 'metric': 'm'}, {'type': 'x'}]", "b");

        assertThat(Verdicts.components(Verdicts.json(grade))).isEqualTo(grade.components());
    }
}
