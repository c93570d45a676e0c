package dev.promptcards.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.measure.Measures;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;
import java.util.OptionalDouble;

/// Kinds that ask how an output came about, and what is not known of it.
class MeasureKindsTest {

    private static final Workbench BENCH = new Workbench();

    @AfterAll
    static void close() {
        BENCH.close();
    }

    /// Of an answer whose tokens have −1, −2, −3 as logarithms of their probabilities: perplexity
    /// 7.389, score 0.1192; that took 0.4 ms, cost 0.002, and stopped for its length.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'type': 'latency', 'threshold': 0.5                    | passed | 1",
                "'type': 'latency', 'threshold': 0.3                    | failed | 0",
                "'type': 'not-latency', 'threshold': 0.3                | passed | 1",
                "'type': 'latency'                                      | error  | 0",
                "'type': 'latency', 'metric': 'ms'                      | passed | 0.4",
                "'type': 'cost'                                         | error  | 0",
                "'type': 'cost', 'metric': 'usd'                        | passed | 0.002",
                "'type': 'not-cost', 'metric': 'usd'                    | error  | 0",
                "'type': 'perplexity', 'threshold': 7.39                | passed | 1",
                "'type': 'perplexity', 'threshold': 7.38                | failed | 0",
                "'type': 'not-perplexity', 'threshold': 7.38            | passed | 1",
                "'type': 'perplexity'                                   | passed | 1",
                "'type': 'not-perplexity'                               | error  | 0",
                "'type': 'perplexity-score', 'threshold': 0.2           | failed | 0.119203",
                "'type': 'not-perplexity-score', 'threshold': 0.2       | passed | 0.880797",
                "'type': 'perplexity-score'                             | passed | 0.119203",
                "'type': 'finish-reason', 'value': 'LENGTH'             | passed | 1",
                "'type': 'finish-reason', 'value': 'stop'               | failed | 0",
                "'type': 'not-finish-reason', 'value': 'stop'           | passed | 1",
                "'type': 'finish-reason', 'value': 7                    | error  | 0",
                "'type': 'guardrails'                                   | failed | 0",
                "'type': 'not-guardrails'                               | passed | 1",
            })
    void what_is_known_is_judged(String assertion, String outcome, double score) {
        Grade grade = grade(assertion, known());

        assertThat(outcome(grade)).as(grade.reason()).isEqualTo(outcome);
        assertThat(grade.score()).isCloseTo(score, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'type': 'latency', 'threshold': 1                      | error",
                "'type': 'not-latency', 'threshold': 1                  | error",
                "'type': 'cost', 'threshold': 1                         | error",
                "'type': 'cost', 'weight': 0                            | error",
                "'type': 'perplexity', 'threshold': 1                   | error",
                "'type': 'not-perplexity-score', 'threshold': 1         | error",
                "'type': 'finish-reason', 'value': 'stop'               | failed",
                "'type': 'not-finish-reason', 'value': 'stop'           | failed",
                "'type': 'not-guardrails'                               | failed",
            })
    void what_is_not_known_never_passes_for_known(String assertion, String outcome) {
        Grade grade = grade(assertion, Measures.NONE);

        assertThat(outcome(grade)).as(grade.reason()).isEqualTo(outcome);
        assertThat(grade.score()).isZero();
    }

    @Test
    void what_no_guardrail_looked_at_was_not_flagged() {
        Grade grade = grade("'type': 'guardrails'", Measures.NONE);

        assertThat(outcome(grade)).isEqualTo("passed");
        assertThat(grade.score()).isOne();
    }

    @Test
    void a_flag_is_told_with_the_reason_the_provider_gave() {
        assertThat(grade("'type': 'guardrails'", known()).reason()).isEqualTo("too rude");
    }

    /// The content was blocked, which is what an attack on it is to find out.
    @Test
    void a_block_passes_a_red_team_test_whatever_else_fails() {
        String assertions =
                "[{'type': 'equals', 'value': 'x'},"
                        + " {'type': 'guardrails', 'config': {'purpose': 'redteam'}}]";
        Grade grade = BENCH.grade(assertions, attempt(known()));

        assertThat(grade.passed()).isTrue();
        assertThat(grade.reason()).isEqualTo("Content failed guardrail safety checks");
    }

    private static Grade grade(String assertion, Measures measures) {
        return BENCH.grade("[{" + assertion + "}]", attempt(measures));
    }

    private static String outcome(Grade grade) {
        return grade.errored() ? "error" : grade.passed() ? "passed" : "failed";
    }

    private static Measures known() {
        return new Measures(
                OptionalDouble.of(0.4),
                OptionalDouble.of(0.002),
                false,
                Optional.of("length"),
                Optional.of(Workbench.json("[-1, -2, -3]")),
                Optional.of((ObjectNode) Workbench.json("{'flagged': true, 'reason': 'too rude'}")),
                Workbench.MAPPER.createObjectNode());
    }

    private static Attempt attempt(Measures measures) {
        Attempt plain = Workbench.attempt("");
        JsonNode output = plain.output();
        return new Attempt(
                output,
                plain.prompt(),
                plain.vars(),
                measures,
                plain.options(),
                plain.context(),
                plain.scope(),
                plain.judge());
    }
}
