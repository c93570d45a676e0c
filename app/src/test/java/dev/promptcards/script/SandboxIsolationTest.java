package dev.promptcards.script;

import static dev.promptcards.script.Workshop.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.script.ScriptResult.Failed;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a script may not reach, and whom it may not harm.
class SandboxIsolationTest {

    private final Workshop workshop = new Workshop();

    @AfterEach
    void close() {
        workshop.close();
    }

    @Test
    void nothing_of_the_host_has_a_name() {
        String names =
                "['process', 'require', 'module', 'exports', 'fetch', 'XMLHttpRequest',"
                    + " 'WebSocket', 'std', 'os', 'bjson', 'scriptArgs', 'print', 'load', 'Java',"
                    + " 'Packages', 'java', 'WebAssembly', 'Deno', 'Bun', 'java_invoke', 'Javy',"
                    + " 'plugin', 'quickjs4j_engine', 'sandbox', 'host', 'ask', 'serve', 'job',"
                    + " 'nunjucks', 'loadNunjucks', 'environment', 'setTimeout']";

        assertThat(
                        workshop.evaluate(
                                names
                                        + ".filter(name => name in globalThis"
                                        + " || Function('return typeof ' + name)() !== 'undefined'"
                                        + " || (0, eval)('typeof ' + name) !== 'undefined')"))
                .isEqualTo(value("[]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fs", "node:fs", "std", "os", "qjs:std", "javy", "/etc/passwd"})
    void no_module_can_be_imported(String module) {
        assertThat(workshop.evaluate("import('%s')".formatted(module)))
                .isEqualTo(
                        new Failed(
                                "could not load module '%s': a script reaches no process, no package, no file, no network and no timer here"
                                        .formatted(module)));
    }

    @Test
    void importing_the_program_of_the_sandbox_itself_gives_nothing_and_breaks_nothing() {
        String theft =
                """
                globalThis.seen = [];
                globalThis.java_invoke = (...call) => { seen.push(call); return 'null' };
                return import('function.mjs').then(module => [Object.keys(module), seen]);
                """;

        assertThat(workshop.evaluate(theft))
                .as("no exports; what it asks the false host is its own first question")
                .isEqualTo(value("[[], [[\"sandbox\", \"next\", \"[null]\"]]]"));
        assertThat(workshop.evaluate("output")).isEqualTo(value("\"apple\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(() => { Error.prepareStackTrace = (e, sites) => sites; return typeof new"
                        + " Error().stack })()",
                "(() => { delete Error.prepareStackTrace; Error.prepareStackTrace = (e, sites) =>"
                        + " sites; const held = {}; Error.captureStackTrace(held); return typeof"
                        + " held.stack })()",
                "(() => { try { Object.defineProperty(Error, 'prepareStackTrace', {value: (e, s) =>"
                        + " s}) } catch {} return typeof new Error().stack })()",
            })
    void a_stack_trace_is_a_text_and_holds_no_functions(String code) {
        assertThat(workshop.evaluate(code)).isEqualTo(value("\"string\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(function own() { return own.caller ?? null })()",
                "Function('return arguments.callee.caller ?? null')()",
            })
    void a_function_does_not_learn_who_called_it(String code) {
        assertThat(workshop.evaluate(code))
                .isIn(value("null"), new Failed("invalid property access"));
    }

    @Test
    void a_template_reaches_no_more_than_a_script() {
        String theft =
                "{{ ''.constructor.constructor('return typeof process + typeof java_invoke')() }}";

        assertThat(workshop.render(theft, "{}")).isEqualTo(value("\"undefinedundefined\""));
        assertThat(workshop.render(theft.replace("''", "range"), "{}"))
                .isEqualTo(value("\"undefinedundefined\""));
    }

    @Test
    void one_scope_never_sees_what_another_did_to_its_globals() {
        ScriptScope other = new ScriptScope("another run");

        assertThat(
                        workshop.evaluate(
                                "globalThis.secret = 1; Array.prototype.map = () => 'mine';\n"
                                        + "JSON.parse = () => true; return [1].map(x => x)"))
                .isEqualTo(value("\"mine\""));

        assertThat(workshop.evaluate("[1].map(x => x)")).isEqualTo(value("\"mine\""));
        assertThat(workshop.evaluate(other, "[typeof secret, [1].map(x => x), JSON.parse('2')]"))
                .isEqualTo(value("[\"undefined\", [1], 2]"));
    }

    @Test
    void a_script_that_ruins_its_globals_does_not_ruin_the_work_of_its_scope() {
        String ruin =
                """
                const lie = () => { throw new Error('ruined') };
                JSON.parse = JSON.stringify = Reflect.apply = Number.isFinite = lie;
                for (const type of [Array, String, RegExp, Promise, Function, Map]) {
                  for (const name of Object.getOwnPropertyNames(type.prototype)) {
                    if (name !== 'constructor') try { type.prototype[name] = lie } catch {}
                  }
                }
                Array.prototype[Symbol.iterator] = lie;
                Object.defineProperty(Object.prototype, 'kind', { get: lie });
                Object.defineProperty(Object.prototype, 'value', { set: lie });
                globalThis.Function = globalThis.RegExp = globalThis.String = globalThis.Error = lie;
                return 'done';
                """;

        assertThat(workshop.evaluate(ruin)).isEqualTo(value("\"done\""));

        assertThat(workshop.evaluate("({score: 1, reason: null})"))
                .isEqualTo(value("{\"score\":1,\"reason\":null}"));
        assertThat(workshop.evaluate("const n = output.length; n")).isEqualTo(value("5"));
        assertThat(workshop.evaluate("(async () => 3)()")).isEqualTo(value("3"));
        assertThat(workshop.evaluate("missing")).isEqualTo(new Failed("missing is not defined"));
        assertThat(workshop.matches("^a+$", "", "aaa")).isEqualTo(value("true"));
    }

    @Test
    void what_a_job_was_given_is_gone_when_the_next_one_runs() {
        assertThat(workshop.evaluate("output")).isEqualTo(value("\"apple\""));
        assertThat(
                        workshop.evaluate(
                                "Object.getOwnPropertyNames(globalThis).filter(name => { try {"
                                    + " return globalThis[name] === 'apple' } catch { return 0 }"
                                    + " })"))
                .isEqualTo(value("[]"));
    }
}
