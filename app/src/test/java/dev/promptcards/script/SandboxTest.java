package dev.promptcards.script;

import static dev.promptcards.script.Workshop.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.script.ScriptResult.Failed;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

class SandboxTest {

    private static final Workshop WORKSHOP = new Workshop();

    @AfterAll
    static void close() {
        WORKSHOP.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "output.length > 5                         | false",
                "output.length * 2;                        | 10",
                "null                                      | null",
                "({pass: true, score: 0.5, reason: null})  |"
                        + " {\"pass\":true,\"score\":0.5,\"reason\":null}",
                "[1, 'two']                                | [1,\"two\"]",
                "const n = output.length; n === 5          | true",
                "let a = 1; const b = 2; a + b;            | 3",
                "const s = output; s !== 'a;b'             | true",
                "const s = ';'; s + `;` + \"; \"           | \";;; \"",
                "var {length} = output; ({score: length})  | {\"score\":5}",
                "'é😀' + output                            | \"é😀apple\"",
                "Promise.resolve(7)                        | 7",
                "(async () => (await 3) + 1)()             | 4",
                "console.log(output), console.error(1), 2  | 2",
            })
    void code_of_one_line_is_an_expression(String code, String expected) {
        assertThat(WORKSHOP.evaluate(code)).isEqualTo(value(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "module.exports = (a, b) => a + b                              |     | 3",
                "exports.sum = (a, b) => a + b                                 | sum | 3",
                "module.exports = {default: async (a, b) => [a, b]}            |     | [1,2]",
                "let n = 40; module.exports = (a) => n += a                    |     | 41",
                "const s = (() => ({x: 1}))(); exports.f = () => s             | f   | {\"x\":1}",
            })
    void a_module_is_called_with_arguments(String module, String function, String expected) {
        assertThat(WORKSHOP.call(module, function)).isEqualTo(value(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "exports.a = 1                                     | b | exports no function \"b\"",
                "exports.a = 1                                     |   | exports no function",
                "module.exports = () => require('fs')              |   | reaches no package, no"
                        + " file",
                "require('./x.js')                                 |   | require('./x.js') is not"
                        + " available",
                "module.exports = () => process.exit(1)            |   | process is not defined: a"
                        + " script reaches no process",
                "module.exports = () => fetch('http://x')          |   | fetch is not defined: a"
                        + " script reaches no process",
                "module.exports = () => import('fs')               |   | module 'fs': a script"
                        + " reaches no process",
                "module.exports = () => { throw new Error('no') }  |   | no",
            })
    void a_module_that_reaches_out_or_exports_nothing_fails(
            String module, String function, String message) {
        assertThat(WORKSHOP.call(module, function))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.message()).contains(message));
    }

    @Test
    void code_of_several_lines_is_a_body() {
        assertThat(WORKSHOP.evaluate("if (output) {\n  return {pass: true};\n}\nreturn false;"))
                .isEqualTo(value("{\"pass\":true}"));
        assertThat(WORKSHOP.evaluate("output === 'apple'\n\n"))
                .as("line ends after the last line do not count")
                .isEqualTo(value("true"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return output === 'apple'",
                "const n = output.length; return n === 5",
                "if (output) true",
                "output ===",
                "throw new Error('no')",
            })
    void a_statement_on_one_line_is_no_expression_as_in_promptfoo(String code) {
        assertThat(WORKSHOP.evaluate(code)).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "undefined                       | type undefined: undefined",
                "const n = 1;                    | type undefined: undefined",
                "() => true                      | type function: undefined",
                "Symbol('x')                     | type symbol: Symbol(x)",
                "10n                             | type bigint: 10",
                "0 / 0                           | type number: NaN",
                "1 / 0                           | type number: Infinity",
                "Promise.resolve(NaN)            | type number: NaN",
                "({pass: true, score: NaN})      | an object with score: NaN",
                "({a: {b: [1, -Infinity]}})      | an object with 1: -Infinity",
            })
    void a_value_that_json_cannot_carry_is_a_failure(String code, String what) {
        assertThat(WORKSHOP.evaluate(code))
                .isEqualTo(
                        new Failed(
                                "Custom function must return a boolean, a finite number, or a"
                                        + " GradingResult object. Got "
                                        + what));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "output.nope.deep                                | cannot read property 'deep' of"
                        + " undefined",
                "missing                                         | missing is not defined",
                "JSON.parse('oops')                              | unexpected token: 'oops'",
                "(() => { throw 'a text' })()                    | a text",
                "(() => { throw null })()                        | null",
                "(() => { throw {message: 'mine'} })()           | mine",
                "(() => { throw {toString() { throw 1 }} })()    | the script threw something that"
                        + " has no text",
                "Promise.reject(new Error('later'))              | later",
            })
    void what_a_script_throws_is_its_failure(String code, String message) {
        assertThat(WORKSHOP.evaluate(code)).isEqualTo(new Failed(message));
    }

    @Test
    void a_promise_that_nothing_settles_is_a_failure_and_the_next_job_is_done() {
        assertThat(WORKSHOP.evaluate("new Promise(() => {})"))
                .isEqualTo(new Failed("It returned a promise that nothing can settle here"));
        assertThat(WORKSHOP.evaluate("1 + 1")).isEqualTo(value("2"));
    }

    @Test
    void a_rejection_nobody_waits_for_is_no_failure() {
        assertThat(WORKSHOP.evaluate("(Promise.reject(new Error('unseen')), 5)"))
                .isEqualTo(value("5"));
        assertThat(WORKSHOP.evaluate("6")).isEqualTo(value("6"));
    }

    @Test
    void code_sees_its_arguments_by_name() {
        var arguments =
                new LinkedHashMap<>(
                        Map.of(
                                "output", TextNode.valueOf("pear"),
                                "context", Workshop.json("{\"vars\":{\"out\":\"pear\"}}")));
        arguments.put("third", IntNode.valueOf(3));

        var job = new ScriptJob.Evaluate("[output === context.vars.out, third]", arguments);

        assertThat(WORKSHOP.run(Workshop.SCOPE, job)).isEqualTo(value("[true,3]"));
    }

    @Test
    void half_a_surrogate_pair_survives_both_ways() {
        var job =
                new ScriptJob.Evaluate(
                        "output + '\\ud801'", Map.of("output", TextNode.valueOf("\ud800é")));

        assertThat(WORKSHOP.run(Workshop.SCOPE, job))
                .isEqualTo(new ScriptResult.Value(TextNode.valueOf("\ud800é\ud801")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "^ap        |   | apple      | true",
                "P+L        |   | apple      | false",
                "P+L        | i | apple      | true",
                "^b         | m | a\\nb      | false",
                "(?<=a)p    |   | apple      | true",
                "(?<n>p)\\k<n> | | apple     | true",
                "^\\p{L}$   | u | é          | true",
                "^.$        | u | 😀         | true",
                "^.$        |   | 😀         | false",
            })
    void a_regular_expression_means_what_javascript_means(
            String pattern, String flags, String text, String expected) {
        String noFlags = flags == null ? "" : flags;
        assertThat(WORKSHOP.matches(pattern, noFlags, text)).isEqualTo(value(expected));
    }

    @Test
    void a_global_regular_expression_keeps_no_place_between_jobs() {
        assertThat(WORKSHOP.matches("a", "g", "a")).isEqualTo(value("true"));
        assertThat(WORKSHOP.matches("a", "g", "a")).isEqualTo(value("true"));
    }

    @Test
    void an_invalid_regular_expression_is_a_failure() {
        assertThat(WORKSHOP.matches("(", "", "x")).isEqualTo(new Failed("expecting ')'"));
        assertThat(WORKSHOP.matches("a", "q", "x")).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "-->",
            quoteCharacter = '`',
            value = {
                "{{ a }}<{{ missing }}>{{ missing.deep }}         --> <b><>",
                "{% for x in xs %}{{ loop.index }}{{ x }}{% endfor %}--> 1p2q",
                "{% if xs.length > 1 %}many{% else %}one{% endif %}--> many",
                "{{ xs | join('; ') }} {{ o | dump }}              --> p; q {\"k\":null}",
                "{{ ('[3,4]' | load)[1] }}                         --> 4",
                "{{ 'x'.concat(a) | upper }}                       --> X<B>",
                "{% raw %}{{ a }}{% endraw %}                      --> {{ a }}",
                "{{ env.HOME_TOWN }}                               --> Ulm",
            })
    void templates_are_nunjucks(String template, String expected) {
        var vars =
                "{\"a\":\"<b>\",\"xs\":[\"p\",\"q\"],\"o\":{\"k\":null},\"env\":{\"HOME_TOWN\":\"Ulm\"}}";

        assertThat(WORKSHOP.render(template, vars))
                .isEqualTo(new ScriptResult.Value(TextNode.valueOf(expected)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "-->",
            quoteCharacter = '`',
            value = {
                "{% for x in v %}      --> unexpected end of file",
                "{{ v | upperr }}      --> filter not found: upperr",
                "{{ a b }}             --> expected variable end",
                "{% include 'x.html' %}--> template not found: x.html",
                "{{ v.nope() }}        --> Unable to call `v[\"nope\"]`",
            })
    void a_template_that_cannot_be_rendered_is_a_failure_with_its_reason(
            String template, String reason) {
        assertThat(WORKSHOP.render(template, "{\"v\":1}"))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed ->
                                assertThat(failed.message())
                                        .startsWith("Template render error: (unknown path)")
                                        .contains(reason));
    }

    @Test
    void jobs_of_many_callers_all_get_their_own_answers() {
        var answers = new ArrayList<CompletableFuture<ScriptResult>>();
        for (int i = 0; i < 500; i++) {
            Map<String, com.fasterxml.jackson.databind.JsonNode> arguments =
                    Map.of("output", IntNode.valueOf(i));
            answers.add(
                    WORKSHOP.sandbox()
                            .submit(
                                    Workshop.SCOPE,
                                    new ScriptJob.Evaluate("output * 2", arguments)));
        }
        for (int i = 0; i < 500; i++) {
            assertThat(answers.get(i).join()).isEqualTo(value(Integer.toString(2 * i)));
        }
    }

    @Test
    void more_sources_than_the_engine_remembers_are_compiled_again() {
        for (int i = 0; i < 1_100; i++) {
            assertThat(WORKSHOP.evaluate("output.length + " + i % 600))
                    .isEqualTo(value(Integer.toString(5 + i % 600)));
        }
    }
}
