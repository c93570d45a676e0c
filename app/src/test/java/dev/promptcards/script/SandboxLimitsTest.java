package dev.promptcards.script;

import static dev.promptcards.script.Workshop.SCOPE;
import static dev.promptcards.script.Workshop.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;

import dev.promptcards.script.ScriptResult.Failed;
import dev.promptcards.script.ScriptResult.Stopped;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

class SandboxLimitsTest {

    private static final ScriptResult OUT_OF_TIME =
            new Stopped("Ran for more than 750 ms and was stopped");
    private static final ScriptResult OUT_OF_MEMORY =
            new Stopped("Needed more than 8 MiB of memory and was stopped");
    private static final ScriptResult TOO_DEEP =
            new Stopped("Recursed or nested too deeply and was stopped");

    private static final Workshop WORKSHOP =
            new Workshop(new SandboxLimits(Duration.ofMillis(750), 8, 2));

    @AfterAll
    static void close() {
        WORKSHOP.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(() => { for (;;); })()",
                "(() => { for (;;) try { for (;;); } catch {} })()",
                "(async () => { for (;;) await 0; })()",
            })
    void a_script_that_never_ends_is_stopped(String code) {
        assertThat(WORKSHOP.evaluate(code)).isEqualTo(OUT_OF_TIME);
        assertThat(WORKSHOP.evaluate("1 + 1")).isEqualTo(value("2"));
    }

    @Test
    void a_regular_expression_that_backtracks_for_ever_is_stopped() {
        assertThat(WORKSHOP.matches("(a+)+$", "", "a".repeat(40) + "b")).isEqualTo(OUT_OF_TIME);
        assertThat(WORKSHOP.matches("a+$", "", "aaa")).isEqualTo(value("true"));
    }

    @Test
    void a_template_that_loops_for_ever_is_stopped() {
        String template =
                "{% for i in range(0, 30000) %}{% for j in range(0, 30000) %}{% endfor %}{% endfor"
                        + " %}";

        assertThat(WORKSHOP.render(template, "{}")).isIn(OUT_OF_TIME, OUT_OF_MEMORY);
        assertThat(WORKSHOP.render("{{ 1 + 1 }}", "{}")).isEqualTo(value("\"2\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(() => { const all = []; for (;;) all.push(new Array(1000).fill(0)); })()",
                "(() => { const all = []; for (;;) try { all.push('x'.repeat(100000) + all.length)"
                        + " } catch {} })()",
                "(() => { const all = []; for (;;) all.push({vars: {x: 'y'.repeat(100)}}); })()",
                "new ArrayBuffer(100e6).byteLength",
            })
    void a_script_that_eats_memory_is_stopped(String code) {
        assertThat(WORKSHOP.evaluate(code)).isIn(OUT_OF_MEMORY, OUT_OF_TIME);
        assertThat(WORKSHOP.evaluate("1 + 1")).isEqualTo(value("2"));
    }

    @Test
    void what_is_larger_than_the_memory_from_the_start_is_stopped_too() {
        assertThat(WORKSHOP.matches("x$", "", "x".repeat(20_000_000))).isEqualTo(OUT_OF_MEMORY);
    }

    @Test
    void a_job_is_not_stopped_for_memory_that_jobs_before_it_hold() {
        assertThat(WORKSHOP.evaluate("globalThis.kept = new Uint8Array(5e6); kept.length"))
                .isInstanceOf(ScriptResult.class);
        assertThat(WORKSHOP.evaluate("globalThis.kept = new Uint8Array(5e6), kept.length"))
                .isEqualTo(value("5000000"));
        assertThat(WORKSHOP.evaluate("const own = new Uint8Array(5e6); own.length"))
                .isEqualTo(value("5000000"));
        assertThat(WORKSHOP.evaluate("typeof kept"))
                .as("it had an engine of its own for that")
                .isEqualTo(value("\"undefined\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(() => { const deeper = () => 1 + deeper(); return deeper(); })()",
                "JSON.parse('['.repeat(200000) + ']'.repeat(200000))",
                "new RegExp('(?:'.repeat(50000) + ')'.repeat(50000))",
                "Function('return ' + '('.repeat(50000) + ')'.repeat(50000))",
            })
    void what_recurses_or_nests_too_deeply_is_stopped(String code) {
        // Compiled code needs less stack a level: then the memory may be full first.
        assertThat(WORKSHOP.evaluate(code)).isIn(TOO_DEEP, OUT_OF_MEMORY);
        assertThat(WORKSHOP.evaluate("1 + 1")).isEqualTo(value("2"));
    }

    @Test
    void a_template_that_nests_ten_thousand_deep_is_stopped() {
        String template = "{% if a %}".repeat(10_000) + "{% endif %}".repeat(10_000);

        assertThat(WORKSHOP.render(template, "{}")).isIn(TOO_DEEP, OUT_OF_TIME);
        assertThat(WORKSHOP.render("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{}"))
                .isEqualTo(TOO_DEEP);
    }

    @Test
    void recursion_of_an_ordinary_depth_is_fine() {
        assertThat(WORKSHOP.evaluate("const sum = n => n ? n + sum(n - 1) : 0; sum(1000)"))
                .isEqualTo(value("500500"));
    }

    @Test
    void a_result_that_nests_deeper_than_json_may_is_a_failure() {
        assertThat(
                        WORKSHOP.evaluate(
                                "let a = []; for (let i = 0; i < 1500; i++) a = [a];\nreturn a"))
                .isEqualTo(new Failed("Its result nests too deeply or is too large to be read"));
    }

    @Test
    void arguments_that_nest_deeper_than_json_may_are_a_failure() {
        JsonNode nested = IntNode.valueOf(1);
        for (int i = 0; i < 1_500; i++) {
            nested = Wire.JSON.createArrayNode().add(nested);
        }
        var job = new ScriptJob.Evaluate("1", Map.of("output", nested));

        assertThat(WORKSHOP.run(SCOPE, job)).isInstanceOf(Failed.class);
    }

    @Test
    void the_jobs_around_a_stopped_one_get_their_answers() {
        List<CompletableFuture<ScriptResult>> answers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String code = i == 10 ? "(() => { for (;;); })()" : "output + 1";
            Map<String, JsonNode> arguments = Map.of("output", IntNode.valueOf(i));
            answers.add(WORKSHOP.sandbox().submit(SCOPE, new ScriptJob.Evaluate(code, arguments)));
        }
        for (int i = 0; i < 30; i++) {
            ScriptResult expected = i == 10 ? OUT_OF_TIME : value(Integer.toString(i + 1));
            assertThat(answers.get(i).join()).isEqualTo(expected);
        }
    }

    @Test
    void a_scope_that_is_stopped_does_not_touch_another() {
        ScriptScope other = new ScriptScope("another run");
        WORKSHOP.evaluate(other, "globalThis.mine = 7");
        CompletableFuture<ScriptResult> endless =
                WORKSHOP.sandbox()
                        .submit(SCOPE, new ScriptJob.Evaluate("(() => { for (;;); })()", Map.of()));

        assertThat(WORKSHOP.evaluate(other, "mine")).isEqualTo(value("7"));
        assertThat(endless.join()).isEqualTo(OUT_OF_TIME);
        assertThat(WORKSHOP.evaluate(other, "mine")).isEqualTo(value("7"));
    }
}
