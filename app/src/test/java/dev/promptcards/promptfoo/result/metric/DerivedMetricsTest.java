package dev.promptcards.promptfoo.result.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.SharedFolder;
import dev.promptcards.promptfoo.result.Column;
import dev.promptcards.promptfoo.result.Columns;
import dev.promptcards.promptfoo.result.Executions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

class DerivedMetricsTest {

    /// What mathjs makes of these, with p = 2, r = 0.5, P = 7 and four executions.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p + r | 2.5",
                "2 * p * r / (p + r) | 0.8",
                "p / __count | 0.5",
                "P - p | 5",
                "-p ^ 2 | -4",
                "2 ^ 3 ^ 2 | 512",
                "2 p | 4",
                "7 % 3 | 1",
                "mod(-7, 3) | 2",
                "sqrt(p * 8) | 4",
                "log(8, 2) | 3",
                "log(e) | 1",
                "exp(1) - e | 0",
                "sin(pi / 2) | 1",
                "max(p, r, 5) | 5",
                "mean(p, r) | 1.25",
                "median(3, 1, 2, 10) | 2.5",
                "round(2.345, 2) | 2.35",
                "round(-2.5) | -3",
                "ceil(r) | 1",
                "pow(p, 3) | 8",
                "abs(-p) | 2",
                "1e2 | 100",
                "p > r | 1",
            })
    void a_formula_is_read_as_mathjs_reads_it(String formula, double value) {
        Column column = computed("{\"name\": \"m\", \"value\": \"" + formula + "\"}");

        assertThat(column.notDerived()).isEmpty();
        assertThat(column.derived().get("m")).isCloseTo(value, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p +",
                "q / 2",
                "p / (r - 0.5)",
                "sqrt(-p)",
                "'text'",
                "file://metric.js",
                "(scores) => undefined",
                "(scores) => { throw new Error('no') }",
                "function (scores) { return 0 / 0 }",
            })
    void a_metric_that_cannot_be_computed_is_named_and_the_others_are_there(String value) {
        Column column =
                computed(
                        "{\"name\": \"bad\", \"value\": \"%s\"}".formatted(value),
                        "{\"name\": \"good\", \"value\": \"p + 1\"}");

        assertThat(column.notDerived()).containsOnlyKeys("bad");
        assertThat(column.notDerived().get("bad")).isNotBlank();
        assertThat(column.derived()).containsOnlyKeys("good");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": \"m\", \"value\": \"(scores) => scores.p / scores.__count\"}",
                "{\"name\": \"m\", \"value\": \"function (scores) {\\n"
                        + "  return scores.p / 4;\\n"
                        + "}\"}",
                "{\"name\": \"m\", \"value\": {\"script\": \"module.exports = s => s.p / 4\"}}",
                "{\"name\": \"m\", \"value\": {\"script\": \"exports.f = s => s.p / 4\","
                        + " \"function\": \"f\"}}",
            })
    void a_function_gets_the_sums_and_the_count(String metric) {
        assertThat(computed(metric).derived()).containsEntry("m", 0.5);
    }

    @Test
    void a_metric_may_use_those_before_it() {
        Column column =
                computed(
                        "{\"name\": \"a\", \"value\": \"p + 1\"}",
                        "{\"name\": \"b\", \"value\": \"a * 2\"}");

        assertThat(column.derived()).containsEntry("b", 6.0);
    }

    @Test
    void the_numbers_are_promptfoos() throws Exception {
        Path folder = SharedFolder.path("conformance/83-derived-metrics-a");
        Columns columns = Executions.columns(Executions.ofGolden(folder.resolve("golden.json")));

        DerivedMetrics.compute(
                DerivedMetric.read(
                        Executions.JSON.readTree(
                                """
                                [{"name": "combo", "value": "p + r"},
                                 {"name": "f1", "value": "2 * p * r / (p + r)"}]
                                """)),
                columns);

        JsonNode theirs =
                Executions.JSON
                        .readTree(folder.resolve("golden.json").toFile())
                        .at("/prompts/0/namedScores");
        JsonNode ours = columns.at(0).json().at("/metrics/namedScores");
        assertThat(ours).hasSameSizeAs(theirs);
        theirs.properties()
                .forEach(
                        score ->
                                assertThat(ours.path(score.getKey()).asDouble())
                                        .isCloseTo(score.getValue().asDouble(), within(1e-6)));
    }

    private static Column computed(String... metrics) {
        ObjectNode first = Executions.one(0, 0, "passed", 1, "x");
        first.putObject("namedScores").put("p", 1.5).put("r", 0.5).put("P", 7);
        ObjectNode second = Executions.one(1, 0, "passed", 1, "x");
        second.putObject("namedScores").put("p", 0.5);
        Columns columns =
                Executions.columns(
                        List.of(
                                first,
                                second,
                                Executions.one(2, 0, "passed", 1, "x"),
                                Executions.one(3, 0, "error", 0, "x")));
        try {
            DerivedMetrics.compute(
                    DerivedMetric.read(
                            Executions.JSON.readTree("[" + String.join(",", metrics) + "]")),
                    columns);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        return columns.at(0);
    }
}
