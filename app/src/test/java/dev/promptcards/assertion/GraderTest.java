package dev.promptcards.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.assertion.measure.Measures;
import dev.promptcards.assertion.script.TransformResult;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

class GraderTest {

    private static final Workbench BENCH = new Workbench();
    private static final String HAS_A = "{'type': 'contains', 'value': 'a'}";
    private static final String HAS_Z = "{'type': 'contains', 'value': 'z'}";

    @AfterAll
    static void close() {
        BENCH.close();
    }

    @Test
    void without_a_threshold_every_check_must_pass() {
        Grade grade = BENCH.grade("[" + HAS_A + "," + HAS_Z + "," + HAS_A + "]", "abc");

        assertThat(grade.passed()).isFalse();
        assertThat(grade.score()).isEqualTo(2 / 3d);
        assertThat(grade.reason()).isEqualTo("Expected output to contain \"z\"");
        assertThat(grade.components())
                .extracting(Component::passed)
                .containsExactly(true, false, true);
    }

    @Test
    void a_threshold_decides_whatever_single_checks_say() {
        List<Check> checks = checks("[" + HAS_A + "," + HAS_Z + "]");
        Attempt attempt = Workbench.attempt("abc");

        assertThat(BENCH.grader().grade(checks, OptionalDouble.of(0.5), attempt).passed()).isTrue();
        assertThat(BENCH.grader().grade(checks, OptionalDouble.of(0), attempt).passed()).isTrue();
        Grade missed = BENCH.grader().grade(checks, OptionalDouble.of(0.505), attempt);
        assertThat(missed.passed()).isFalse();
        assertThat(missed.reason()).isEqualTo("Aggregate score 0.50 < 0.505 threshold");
    }

    @Test
    void a_threshold_of_0_does_not_pass_what_could_not_be_judged() {
        Grade grade =
                BENCH.grader()
                        .grade(
                                checks("[{'type': 'nonsense'}," + HAS_A + "]"),
                                OptionalDouble.of(0),
                                Workbench.attempt("abc"));

        assertThat(grade.passed()).isFalse();
        assertThat(grade.errored()).isTrue();
        assertThat(grade.score()).isZero();
        assertThat(grade.reason()).isEqualTo("Unknown assertion type: nonsense");
        assertThat(grade.components()).extracting(Component::errored).containsExactly(true, false);
    }

    @Test
    void a_weight_of_0_forgives_a_failure_but_not_an_error() {
        Grade failed =
                BENCH.grade("[{'type': 'contains', 'value': 'z', 'weight': 0}," + HAS_A + "]", "a");
        Grade errored = BENCH.grade("[{'type': 'contains', 'value': '', 'weight': 0}]", "a");

        assertThat(failed.passed()).isTrue();
        assertThat(failed.score()).isEqualTo(1);
        assertThat(errored.errored()).isTrue();
        assertThat(errored.passed()).isFalse();
    }

    @Test
    void an_attempt_without_an_output_is_an_error_even_with_nothing_asked() {
        Attempt attempt = Workbench.attempt("abc").withOutput(NullNode.getInstance());

        Grade grade = BENCH.grader().grade(List.of(), OptionalDouble.empty(), attempt);

        assertThat(grade.errored()).isTrue();
        assertThat(grade.reason()).isEqualTo("There is no output to grade");
    }

    @Test
    void an_unknown_cost_a_missing_latency_and_a_cached_answer_are_errors() {
        Attempt known = Workbench.attempt("abc");
        Attempt unknown = measured(known, OptionalDouble.empty(), OptionalDouble.empty(), false);
        Attempt cached = measured(known, OptionalDouble.of(0), OptionalDouble.of(0), true);

        assertThat(BENCH.grade("[{'type': 'cost', 'threshold': 1}]", unknown).reason())
                .isEqualTo("Cost assertion does not support providers that do not return cost");
        assertThat(BENCH.grade("[{'type': 'not-cost', 'threshold': 1}]", unknown).errored())
                .isTrue();
        assertThat(BENCH.grade("[{'type': 'latency', 'threshold': 1}]", unknown).reason())
                .isEqualTo("Latency assertion needs a latency, and none was measured");
        assertThat(BENCH.grade("[{'type': 'latency', 'threshold': 1}]", cached).reason())
                .startsWith("Latency assertion does not support cached results");
        assertThat(BENCH.grade("[{'type': 'cost', 'threshold': 1}]", cached).passed()).isTrue();
    }

    @Test
    void values_lists_and_metrics_are_rendered_with_the_variables_of_the_case() {
        Attempt attempt = Workbench.attempt("goes to Lima", "{'city': 'Lima', 'n': 3}");

        Grade grade =
                BENCH.grade(
                        """
                        [{'type': 'contains', 'value': '{{city}}', 'metric': 'in {{ city }}'},
                         {'type': 'contains-all', 'value': ['goes', '{{ city | replace("L", "L") }}']},
                         {'type': 'javascript', 'value': 'output.includes("{{city}}")'},
                         {'type': 'word-count', 'value': '{{n}}'}]
                        """,
                        attempt);

        assertThat(grade.reason()).isEqualTo("All assertions passed");
        assertThat(grade.namedScores()).isEqualTo(Map.of("in Lima", 1.0));
    }

    @Test
    void a_value_that_renders_to_nothing_is_an_error_and_so_is_a_template_that_is_none() {
        Grade empty = BENCH.grade("[{'type': 'not-contains', 'value': '{{missing}}'}]", "abc");
        Grade broken = BENCH.grade("[{'type': 'not-contains', 'value': '{% for %}'}]", "abc");

        assertThat(empty.errored()).isTrue();
        assertThat(empty.reason())
                .isEqualTo("\"contains\" assertion type must have a string or number value");
        assertThat(broken.errored()).isTrue();
    }

    @Test
    void a_transform_belongs_to_its_check_alone() {
        Grade grade =
                BENCH.grade(
                        """
                        [{'type': 'equals', 'value': 'ABC', 'transform': 'output.toUpperCase()'},
                         {'type': 'equals', 'value': '{"n":3}', 'transform': '({n: output.length})'},
                         {'type': 'equals', 'value': 'the prompt', 'transform': 'context.prompt.label'},
                         {'type': 'equals', 'value': 'abc'}]
                        """,
                        "abc");

        assertThat(grade.reason()).isEqualTo("All assertions passed");
    }

    @Test
    void a_transform_that_throws_or_returns_nothing_is_an_error() {
        for (String code : List.of("output.a.b", "null", "undefined", "for (;;")) {
            Grade grade =
                    BENCH.grade(
                            "[{'type': 'not-equals', 'value': 'x', 'transform': '" + code + "'}]",
                            "abc");
            assertThat(grade.errored()).as(code).isTrue();
            assertThat(grade.reason()).as(code).startsWith("Transform f");
        }
    }

    @Test
    void a_transform_of_the_case_gives_the_output_that_is_graded() {
        Attempt attempt = Workbench.attempt("a,b", "{'x': 1}");

        assertThat(transform("output.split(',').concat(context.vars.x)", attempt))
                .isEqualTo(new TransformResult.Transformed(Workbench.json("['a', 'b', 1]")));
        assertThat(transform("null", attempt))
                .isEqualTo(new TransformResult.Failed("Transform function did not return a value"));
    }

    @Test
    void a_transform_of_the_variables_must_give_an_object() {
        ObjectNode vars = (ObjectNode) Workbench.json("{'a': 1}");

        assertThat(transformVars("({...vars, b: 2})", vars))
                .isEqualTo(new TransformResult.Transformed(Workbench.json("{'a': 1, 'b': 2}")));
        assertThat(transformVars("[1]", vars)).isInstanceOf(TransformResult.Failed.class);
    }

    @Test
    void a_script_sees_the_prompt_the_variables_its_configuration_and_the_test() {
        Attempt attempt = Workbench.attempt("abc", "{'v': 1}");
        attempt.context().putObject("test").put("description", "d");
        String code =
                "[context.prompt, context.vars.v, context.config.limit, context.test.description]"
                        + ".join() === \"the prompt,1,4,d\"";

        Grade grade =
                BENCH.grade(
                        "[{'type': 'javascript', 'config': {'limit': 4}, 'value': '" + code + "'}]",
                        attempt);

        assertThat(grade.passed()).as(grade.reason()).isTrue();
    }

    @Test
    void a_script_may_name_scores_and_list_parts() {
        Grade grade =
                BENCH.grade(
                        """
                        [{'type': 'javascript', 'weight': 2, 'value': '({
                            pass: true, score: 0.5, reason: "half",
                            namedScores: {tone: 0.9}, namedScoreWeights: {tone: 3},
                            componentResults: [{pass: false, score: 0.1, reason: "part"}]})'}]
                        """
                                .replace("\n", " "),
                        "abc");

        assertThat(grade.score()).isEqualTo(0.5);
        assertThat(grade.namedScores()).isEqualTo(Map.of("tone", 0.9));
        assertThat(grade.namedScoreWeights()).isEqualTo(Map.of("tone", 6.0));
        assertThat(grade.components())
                .extracting(Component::reason)
                .containsExactly("half", "part");
        assertThat(grade.passed()).isTrue();
    }

    @Test
    void a_set_counts_as_one_and_is_followed_by_its_members() {
        Grade grade =
                BENCH.grade(
                        "[{'type': 'assert-set', 'threshold': 0.5, 'weight': 3, 'metric': 'set',"
                                + " 'assert': ["
                                + HAS_A
                                + ","
                                + HAS_Z
                                + "]},"
                                + HAS_A
                                + "]",
                        "abc");

        assertThat(grade.passed()).isTrue();
        assertThat(grade.score()).isEqualTo((3 * 0.5 + 1) / 4);
        assertThat(grade.namedScores()).isEqualTo(Map.of("set", 0.5));
        assertThat(grade.components())
                .extracting(Component::type)
                .containsExactly("assert-set", "contains", "contains", "contains");
    }

    @Test
    void an_empty_set_passes_and_scores_nothing() {
        Grade grade = BENCH.grade("[{'type': 'assert-set', 'assert': []}]", "abc");

        assertThat(grade.passed()).isTrue();
        assertThat(grade.score()).isZero();
    }

    @Test
    void a_metric_whose_name_renders_to_nothing_is_none() {
        Grade grade = BENCH.grade("[{'type': 'is-json', 'metric': '{{unknown}}'}]", "{}");

        assertThat(grade.passed()).isTrue();
        assertThat(grade.namedScores()).isEmpty();
    }

    @Test
    void an_error_within_a_set_is_an_error_of_the_case() {
        Grade grade =
                BENCH.grade(
                        "[{'type': 'assert-set', 'threshold': 0, 'assert': [{'type': 'x'}]}]", "a");

        assertThat(grade.errored()).isTrue();
        assertThat(grade.reason()).isEqualTo("Unknown assertion type: x");
        assertThat(grade.components()).extracting(Component::errored).containsExactly(true, true);
    }

    @Test
    void a_reason_is_cut_where_the_output_is_long() {
        Grade grade = BENCH.grade("[{'type': 'equals', 'value': 'b'}]", "😀".repeat(100_000));

        assertThat(grade.reason()).hasSizeLessThanOrEqualTo(2_000).endsWith("…");
    }

    private static List<Check> checks(String json) {
        return Assertions.parse(Workbench.json(json));
    }

    private static Attempt measured(
            Attempt attempt, OptionalDouble millis, OptionalDouble usd, boolean cached) {
        return new Attempt(
                attempt.output(),
                attempt.prompt(),
                attempt.vars(),
                new Measures(
                        millis,
                        usd,
                        cached,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        attempt.options()),
                attempt.options(),
                attempt.context(),
                attempt.scope(),
                attempt.judge());
    }

    private static TransformResult transform(String code, Attempt attempt) {
        return BENCH.grader().transform(TextNode.valueOf(code), attempt);
    }

    private static TransformResult transformVars(String code, ObjectNode vars) {
        return BENCH.grader().transformVars(TextNode.valueOf(code), vars, Workbench.SCOPE);
    }
}
