package dev.promptcards.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.promptfoo.prompt.PlannedPrompt;
import dev.promptcards.promptfoo.provider.PlannedProvider;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Configurations that are modules, and what the environment says of reading one.
class ConfigModuleTest {

    private static final String CONFIG =
            "{ prompts: ['prompts.txt'], providers: ['echo'], tests: [{ vars: { q: 'a' } }] }";

    @TempDir Path temporary;
    ConfigFolder folder;

    @BeforeEach
    void a_folder() {
        folder = new ConfigFolder(temporary).with("prompts.txt", "Say {{q}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "promptfooconfig.js | module.exports = CONFIG;",
                "promptfooconfig.cjs | module.exports = () => (CONFIG);",
                "promptfooconfig.js | module.exports = async () => (CONFIG);",
                "promptfooconfig.mjs | export default CONFIG;",
                "promptfooconfig.mjs | import { all } from './part.mjs'; export default all();",
                "promptfooconfig.ts | const config: { tests: object[] } = CONFIG; export default"
                        + " config;",
                "promptfooconfig.cts | export = CONFIG;",
            })
    void a_module_makes_the_configuration(String name, String text) {
        folder.with("part.mjs", "export const all = () => (%s);".formatted(CONFIG));
        Plan plan = plan(name, text.replace("CONFIG", CONFIG), Map.of());
        assertThat(plan.prompts()).extracting(PlannedPrompt::raw).containsExactly("Say {{q}}");
        assertThat(plan.providers()).extracting(PlannedProvider::id).containsExactly("echo");
        assertThat(ConfigFolder.vars(plan)).containsExactly("{\"q\":\"a\"}");
    }

    @Test
    void a_module_sees_the_environment_and_no_later_script_does() {
        folder.with("tests.js", "module.exports = () => [{vars: {q: typeof process}}];");
        Plan plan =
                plan(
                        "promptfooconfig.js",
                        """
                        module.exports = {
                          prompts: ['{{q}}'], providers: [process.env.MODEL || 'echo'],
                          tests: ['file://tests.js', {vars: {q: process.env.MISSING ?? 'none'}}],
                        };
                        """,
                        Map.of("MODEL", "openai:m"));
        assertThat(plan.providers()).extracting(PlannedProvider::id).containsExactly("openai:m");
        assertThat(ConfigFolder.vars(plan))
                .containsExactly("{\"q\":\"undefined\"}", "{\"q\":\"none\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "module.exports = {tests: [{assert: [{value: (o) => true}]}]}; |"
                        + " tests.0.assert.0.value is a function",
                "throw new Error('no luck'); | no luck",
                "module.exports = {; | invalid property name",
                "require('left-pad'); | left-pad",
                "module.exports = [1]; | expected a mapping",
            })
    void what_makes_no_configuration_is_refused_with_its_file(String text, String reason) {
        assertThat(read("promptfooconfig.js", text, Map.of()))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused ->
                                assertThat(refused.findings().toString())
                                        .contains("promptfooconfig.js", reason));
        assertThat(PromptfooConfig.read(temporary.resolve("absent.js")))
                .isInstanceOf(Reading.Refused.class);
    }

    @Test
    void the_environment_says_what_divides_the_cells_of_a_csv() {
        folder.with("tests.csv", "q;__expected\na,b;c\n")
                .with("prompts.csv", "prompt;label\n{{q}};x\n");
        String config = "prompts: [file://prompts.csv]\nproviders: [echo]\ntests: tests.csv\n";
        Plan plan = plan("promptfooconfig.yaml", config, Map.of("PROMPTFOO_CSV_DELIMITER", ";"));
        assertThat(ConfigFolder.vars(plan)).containsExactly("{\"q\":\"a,b\"}");
        assertThat(plan.prompts()).extracting(PlannedPrompt::label).containsExactly("x");
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "1, 1", "no, 2", "'', 2"})
    void the_environment_may_keep_lists_of_values_together(String value, int cases) {
        String config = ConfigFolder.HEAD + "tests: [{vars: {q: [a, b]}}]\n";
        var environment = Map.of("PROMPTFOO_DISABLE_VAR_EXPANSION", value);
        assertThat(ConfigFolder.vars(plan("promptfooconfig.yaml", config, environment)))
                .hasSize(cases);
        String own = config + "env: {PROMPTFOO_DISABLE_VAR_EXPANSION: '%s'}\n".formatted(value);
        assertThat(ConfigFolder.vars(plan("promptfooconfig.yaml", own, Map.of()))).hasSize(cases);
    }

    private Plan plan(String name, String text, Map<String, String> environment) {
        return switch (read(name, text, environment)) {
            case Plan plan -> plan;
            case Reading.Refused refused -> throw new AssertionError(refused.findings().toString());
        };
    }

    private Reading read(String name, String text, Map<String, String> environment) {
        folder.with(name, text);
        return PromptfooConfig.read(
                temporary.resolve(name),
                new Overrides(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Filters.NONE,
                        new Environment(environment)));
    }
}
