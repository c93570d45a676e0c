package dev.promptcards.provider.script;

import static dev.promptcards.provider.ProviderBeans.SCOPE;
import static dev.promptcards.provider.ProviderBeans.object;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.request;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;

class ScriptProviderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "module.exports = class { constructor(o) { this.c = o.config; }"
                        + " async callApi(p) { return { output: this.c.tag + p }; } };",
                "class P { constructor(o) { this.c = o.config; }"
                        + " callApi = (p) => this.c.tag + p; } exports.default = P;",
                "function P(o) { this.c = o.config; }"
                        + " P.prototype.callApi = function (p) { return this.c.tag + p; };"
                        + " module.exports = P;",
                "module.exports = { callApi: async (p) => 'v1:' + p };",
                "module.exports = async (p, context, o) => ({ output: o.config.tag + p });",
            })
    void a_class_an_object_or_a_function_answers(String script) {
        assertThat(answer(script, "{\"tag\": \"v1:\"}").output().asText()).isEqualTo("v1:hi");
    }

    @Test
    void a_named_export_is_found() {
        String script = "exports.mine = (p) => 'mine ' + p; exports.other = () => 'other';";
        assertThat(answer(script, "{\"function\": \"mine\"}").output().asText())
                .isEqualTo("mine hi");
    }

    @Test
    void a_class_is_made_once_and_keeps_its_state() {
        var provider =
                provider(
                        "module.exports = class { n = 0; id() { return 'x'; }"
                                + " callApi() { return 'call ' + ++this.n; } };",
                        "{}");
        assertThat(completed(provider.call(request("a"))).output().asText()).isEqualTo("call 1");
        assertThat(completed(provider.call(request("b"))).output().asText()).isEqualTo("call 2");
    }

    @Test
    void the_context_has_the_variables_and_the_prompt() {
        var provider =
                provider("module.exports = (p, { vars, prompt }) => vars.who + prompt.raw;", "{}");
        var request =
                new ProviderRequest(Prompt.of("hi"), object("{\"who\": \"Ada \"}"), object("{}"));
        assertThat(completed(provider.call(request)).output().asText()).isEqualTo("Ada hi");
    }

    @Test
    void all_that_is_said_of_an_answer_is_kept() {
        var answer =
                answer(
                        """
                        module.exports = () => ({
                          output: { a: 1 }, cost: 0.02, finishReason: 'end_turn',
                          tokenUsage: { total: 7, prompt: 3, completion: 4, cached: 1 },
                          guardrails: { flagged: true }, logProbs: [-0.5],
                          metadata: { skillCalls: [{ name: 'rowing' }] },
                        });
                        """,
                        "{}");
        assertThat(answer.output()).isEqualTo(object("{\"a\": 1}"));
        assertThat(answer.costUsd().getAsDouble()).isEqualTo(0.02);
        assertThat(answer.finishReason()).contains("stop");
        assertThat(answer.tokens()).contains(new Usage(3, 4, 7, 1, 0));
        assertThat(answer.guardrails()).contains(object("{\"flagged\": true}"));
        assertThat(answer.logProbs().orElseThrow().get(0).asDouble()).isEqualTo(-0.5);
        assertThat(answer.metadata().orElseThrow().path("skillCalls")).hasSize(1);
    }

    @Test
    void an_object_that_is_no_response_is_the_output() {
        assertThat(answer("module.exports = () => ({ label: 'x' });", "{}").output())
                .isEqualTo(object("{\"label\": \"x\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "module.exports = () => ({ error: 'quota is spent' }); | quota is spent",
                "module.exports = () => { throw new Error('broken'); }; | script:mine: broken",
                "module.exports = 7; | no class with callApi",
                "module.exports = (; | script:mine: ",
                "module.exports = () => require('fs'); | reaches no package",
                "module.exports = () => { for (;;) {} }; | was stopped",
            })
    void what_goes_wrong_is_an_error_in_the_scripts_own_words(String script, String message) {
        assertThat(provider(script, "{}").call(request("hi")))
                .isInstanceOfSatisfying(
                        Rejected.class, r -> assertThat(r.message()).contains(message));
    }

    @Test
    void no_output_is_no_answer() {
        assertThat(provider("module.exports = () => ({ cost: 1 });", "{}").call(request("hi")))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void an_answer_is_read_again_from_its_bytes() {
        var provider = provider("module.exports = (p) => ({ output: p, cost: 3 });", "{}");
        var first = (Completed) provider.call(request("hi"));
        var again = (Completed) provider.read(first.body(), object("{}"), Duration.ofMillis(5));
        assertThat(again.answer().output().asText()).isEqualTo("hi");
        assertThat(again.answer().costUsd().getAsDouble()).isEqualTo(3);
        assertThat(again.answer().latency()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void nobody_is_billed_and_no_key_is_in_the_identity() {
        var provider = provider("module.exports = () => 1;", "{\"apiKey\": \"sk-hidden\"}");
        assertThat(provider.metered()).isFalse();
        assertThat(provider.identity().toString()).doesNotContain("sk-hidden");
    }

    @Test
    void without_a_script_it_is_misconfigured() {
        assertThat(
                        ProviderBeans.providers()
                                .resolve(
                                        ProviderBeans.WORKSPACE,
                                        spec("script:x", "{}"),
                                        Map.of(),
                                        SCOPE))
                .isInstanceOf(Misconfigured.class);
    }

    private static Answer answer(String script, String config) {
        return completed(provider(script, config).call(request("hi")));
    }

    private static Provider provider(String script, String config) {
        var whole = object(config).put("script", script).toString();
        return ready(
                ProviderBeans.providers()
                        .resolve(
                                ProviderBeans.WORKSPACE,
                                spec("script:mine", whole),
                                Map.of(),
                                SCOPE));
    }

    private static Answer completed(ProviderResult result) {
        if (result instanceof Completed completed) {
            return completed.answer();
        }
        throw new AssertionError("not completed: " + result);
    }
}
