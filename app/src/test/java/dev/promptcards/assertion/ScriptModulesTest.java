package dev.promptcards.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.script.TransformResult;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;
import java.util.OptionalDouble;

/// Scripts written as modules: verdicts, values of other kinds, transforms, scoring functions.
class ScriptModulesTest {

    private static final String MODULE =
            """
            module.exports = (output, context) => output === context.vars.want;
            exports = module.exports;
            exports.half = async () => 0.5;
            exports.graded = (output, { config }) =>
                ({ pass: output.length < config.most, score: 0.7, reason: 'by length' });
            exports.thrower = () => { throw new Error('no luck'); };
            exports.text = () => 'pass';
            exports.nothing = () => {};
            exports.endless = () => { for (;;) {} };
            exports.list = (output) => [output.slice(0, 2), 'other'];
            exports.count = () => ({ min: 1, max: 2 });
            exports.yes = () => true;
            exports.known = (output, { providerResponse: p }) =>
                p.output === output && p.latencyMs === 120 && p.cost === 0.002 && !p.cached
                    && p.finishReason === 'stop';
            exports.upper = (output) => output.toUpperCase();
            exports.more = (vars) => ({ ...vars, more: 1 });
            exports.mean = (named, { threshold, componentResults, tokensUsed }) => ({
                pass: named.a > threshold, score: named.a / 2 + tokensUsed.total,
                reason: componentResults.map((c) => c.assertion.type).join() });
            """;

    private static final Workbench BENCH = new Workbench();

    @AfterAll
    static void close() {
        BENCH.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "javascript     |          | passed | 1   |",
                "not-javascript |          | failed | 0   | Custom function returned true",
                "javascript     | half     | passed | 0.5 |",
                "javascript     | graded   | passed | 0.7 |",
                "not-javascript | graded   | failed | 0.7 | by length",
                "javascript     | thrower  | error  | 0   | no luck",
                "not-javascript | thrower  | error  | 0   | no luck",
                "javascript     | text     | failed | 0   | must return a boolean",
                "javascript     | nothing  | failed | 0   | must return a boolean",
                "not-javascript | nothing  | failed | 0   | must return a boolean",
                "javascript     | endless  | error  | 0   | was stopped",
                "javascript     | missing  | error  | 0   | exports no function",
                "javascript     | known    | passed | 1   |",
                "contains-any   | list     | passed | 1   |",
                "contains-all   | list     | failed | 0   | Missing: [other]",
                "word-count     | count    | passed | 1   |",
                "equals         | upper    | failed | 0   | ABC",
                "contains       | list     | error  | 0   | must have a string",
                "contains       | yes      | error  | 0   | returned a boolean",
                "not-contains   | graded   | error  | 0   | returned a GradingResult",
                "contains       | thrower  | error  | 0   | no luck",
                "not-equals     | nothing  | error  | 0   | must return",
                "no-such-kind   | list     | error  | 0   | Unknown assertion type",
            })
    void a_function_judges_or_gives_what_another_kind_compares_with(
            String type, String function, String outcome, double score, String reason) {
        ObjectNode assertion = JsonNodeFactory.instance.objectNode().put("type", type);
        assertion.set("value", script(function));
        assertion.putObject("config").put("most", 4);

        Grade grade = grade(assertion);

        assertThat(grade.errored() ? "error" : grade.passed() ? "passed" : "failed")
                .as(grade.reason())
                .isEqualTo(outcome);
        assertThat(grade.score()).isEqualTo(score);
        assertThat(grade.reason()).contains(Optional.ofNullable(reason).orElse(""));
    }

    @Test
    void a_function_transforms_for_one_assertion() {
        ObjectNode assertion =
                JsonNodeFactory.instance.objectNode().put("type", "equals").put("value", "ABC");
        assertion.set("transform", script("upper"));

        assertThat(grade(assertion).passed()).isTrue();

        assertion.set("transform", script("thrower"));
        assertThat(grade(assertion).errored()).isTrue();

        assertion.putObject("transform").put("file", "x.js");
        assertThat(grade(assertion).reason()).contains("\"transform\" must be code");
    }

    @Test
    void a_function_transforms_an_output_and_variables() {
        Grader grader = BENCH.grader();
        ObjectNode vars = (ObjectNode) Workbench.json("{'a': 1}");

        assertThat(grader.transform(script("upper"), Workbench.attempt("abc")))
                .isEqualTo(new TransformResult.Transformed(Workbench.json("'ABC'")));
        assertThat(grader.transformVars(script("more"), vars, Workbench.SCOPE))
                .isEqualTo(new TransformResult.Transformed(Workbench.json("{'a':1,'more':1}")));
        assertThat(grader.transformVars(script("half"), vars, Workbench.SCOPE))
                .isInstanceOf(TransformResult.Failed.class);
        assertThat(grader.transform(Workbench.json("7"), Workbench.attempt("abc")))
                .isInstanceOf(TransformResult.Failed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mean    | passed | 0.5 | contains,equals",
                "thrower | failed | 0   | Scoring function error: no luck",
                "yes     | failed | 0   | must return a GradingResult",
                "endless | error  | 0   | was stopped",
            })
    void a_scoring_function_has_the_last_word(
            String function, String outcome, double score, String reason) {
        Grade grade = scored(function, "{'type': 'equals', 'value': 'x', 'weight': 0}");

        assertThat(grade.errored() ? "error" : grade.passed() ? "passed" : "failed")
                .as(grade.reason())
                .isEqualTo(outcome);
        assertThat(grade.score()).isEqualTo(score);
        assertThat(grade.reason()).contains(reason);
        assertThat(grade.components()).hasSize(2);
    }

    @Test
    void a_scoring_function_makes_nothing_of_an_error() {
        Grade grade = scored("mean", "{'type': 'no-such-kind'}");

        assertThat(grade.errored()).isTrue();
        assertThat(grade.reason()).contains("Unknown assertion type");
    }

    private static Grade scored(String function, String second) {
        String assertions = "[{'type': 'contains', 'value': 'b', 'metric': 'a'}, " + second + "]";
        return BENCH.grader()
                .grade(
                        Assertions.parse(Workbench.json(assertions)),
                        OptionalDouble.of(0.9),
                        Optional.of(script(function)),
                        attempt());
    }

    private static Grade grade(ObjectNode assertion) {
        return BENCH.grade("[" + assertion + "]", attempt());
    }

    private static Attempt attempt() {
        return Workbench.attempt("abc", "{'want': 'abc'}");
    }

    private static ObjectNode script(String function) {
        ObjectNode script = JsonNodeFactory.instance.objectNode().put("script", MODULE);
        return function == null ? script : script.put("function", function);
    }
}
