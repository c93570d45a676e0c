package dev.promptcards.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.cases.Cases;
import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What goes to the server for each part of a configuration.
class WholeConfigurationTest {

    @TempDir Path temporary;
    ConfigFolder folder;

    @BeforeEach
    void a_folder() {
        folder = new ConfigFolder(temporary.resolve("suite"));
    }

    private List<ObjectNode> cases(String tests) {
        List<ObjectNode> all = new ArrayList<>();
        try (Cases cases = folder.plan(ConfigFolder.HEAD + tests).cases()) {
            cases.forEachRemaining(all::add);
        }
        return all;
    }

    private ObjectNode one(String test) {
        return cases("tests:\n  - " + test + "\n").getFirst();
    }

    @Test
    void scripts_stand_in_the_places_of_their_files() {
        folder.with("s.js", "module.exports = () => 1;\nmodule.exports.f = () => 2;\n");
        ObjectNode one =
                one(
                        """
                        vars: {q: 1}
                            assert:
                              - {type: javascript, value: 'file://s.js:f', config: {limit: 4}}
                              - {type: equals, value: file://s.js, transform: file://s.js, contextTransform: 'file://s.js:f'}
                              - {type: assert-set, assert: [{type: contains, value: file://s.js}]}
                            assertScoringFunction: file://s.js:f
                            options: {transform: file://s.js, transformVars: '({...vars})', storeOutputAs: x, runSerially: true, seed: 3}\
                        """);
        String text = "{\"script\":\"module.exports = () => 1;\\nmodule.exports.f = () => 2;\\n\"";
        String named = text + ",\"function\":\"f\"}";

        JsonNode asserts = one.path("assert");
        assertThat(asserts.path(0).path("value").toString()).isEqualTo(named);
        assertThat(asserts.path(1).path("value").toString()).isEqualTo(text + "}");
        assertThat(asserts.path(1).path("transform").toString()).isEqualTo(text + "}");
        assertThat(asserts.path(1).path("contextTransform").toString()).isEqualTo(named);
        assertThat(asserts.path(2).path("assert").path(0).path("value").toString())
                .isEqualTo(text + "}");
        assertThat(one.path("assertScoringFunction").toString()).isEqualTo(named);
        assertThat(one.path("options").path("transform").toString()).isEqualTo(text + "}");
        assertThat(one.path("options").path("transformVars").asText()).isEqualTo("({...vars})");
        assertThat(one.path("options").path("storeOutputAs").asText()).isEqualTo("x");
        assertThat(one.path("options").path("seed").asInt()).isEqualTo(3);
        assertThat(one.has("unsupported")).isFalse();
    }

    @Test
    void an_answer_that_is_given_travels_unless_javascript_takes_it_for_none() {
        List<ObjectNode> cases =
                cases(
                        """
                        tests:
                          - {vars: {q: 1}, providerOutput: canned}
                          - {vars: {q: 1}, providerOutput: {a: [1]}}
                          - {vars: {q: 1}, providerOutput: ''}
                          - {vars: {q: 1}, providerOutput: 0}
                          - {vars: {q: 1}, providerOutput: []}
                        """);

        assertThat(cases)
                .extracting(one -> one.path("providerOutput").toString())
                .containsExactly("\"canned\"", "{\"a\":[1]}", "", "", "[]");
    }

    @Test
    void a_test_chooses_its_columns_and_its_provider_or_inherits_the_choice() {
        Plan plan =
                folder.plan(
                        """
                        prompts: [{label: long, raw: L}, {label: short, id: s, raw: S}]
                        providers: [echo, {id: 'openai:chat:m', label: big}]
                        defaultTest: {providers: [big], provider: echo, providerOutput: no}
                        tests:
                          - {vars: {q: 1}}
                          - {vars: {q: 2}, providers: ['openai*'], prompts: [s], provider: {id: 'openai:chat:x', config: {apiKey: sk-1, seed: 2}}}
                        """);
        List<String> cases = ConfigFolder.cases(plan);

        assertThat(cases.getFirst())
                .contains("\"provider\":{\"id\":\"echo\"},\"providers\":[\"big\"]")
                .doesNotContain("providerOutput");
        assertThat(cases.getLast())
                .containsPattern(
                        "\"provider\":\\{\"id\":\"openai:chat:x\",\"config\":\\{\"apiKey\":\"\\{\\{env.PROMPTCARDS_SECRET_\\w+}}\",\"seed\":2}}")
                .contains("\"providers\":[\"openai*\"]", "\"prompts\":[\"s\"]");
        assertThat(plan.credentials().hidden().values()).containsExactly("sk-1");
        assertThat(plan.defaults().has("provider")).isFalse();
    }

    @Test
    void graders_are_read_like_providers_and_their_keys_go_along() {
        folder.with("judge.yaml", "id: anthropic:messages:c\nconfig: {apiKey: sk-2}\n")
                .with("rubric.txt", "Mark {{output}}\n");
        Plan plan =
                folder.plan(
                        ConfigFolder.HEAD
                                + """
                                tests:
                                  - vars: {q: 1}
                                    options: {provider: {text: file://judge.yaml, embedding: 'openai:embedding:e'}, rubricPrompt: file://rubric.txt}
                                    assert:
                                      - {type: llm-rubric, value: good, provider: 'groq:l'}
                                """);
        String one = ConfigFolder.cases(plan).getFirst();

        assertThat(one)
                .containsPattern(
                        "\"provider\":\\{\"text\":\\{\"id\":\"anthropic:messages:c\",\"config\":\\{\"apiKey\":\"\\{\\{env.PROMPTCARDS_SECRET_\\w+}}\"}}")
                .contains(
                        "},\"embedding\":\"openai:embedding:e\"}",
                        "\"rubricPrompt\":\"Mark {{output}}\"",
                        "\"provider\":\"groq:l\"")
                .doesNotContain("sk-2");
        assertThat(plan.credentials().names())
                .contains("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GROQ_API_KEY");
    }

    @Test
    void where_nobody_says_who_judges_the_first_that_there_is_a_key_for_does() {
        Plan plan =
                folder.plan(
                        ConfigFolder.HEAD
                                + "tests:\n"
                                + "  - {vars: {q: 1}, assert: [{type: not-llm-rubric, value:"
                                + " good}]}\n");
        plan.check();
        Map<String, String> outside =
                Map.of("MISTRAL_API_KEY", "m", "ANTHROPIC_API_KEY", "a", "HOME", "/");

        assertThat(plan.credentials().values(name -> Optional.ofNullable(outside.get(name))))
                .isEqualTo(Map.of("ANTHROPIC_API_KEY", "a"));
    }

    @Test
    void a_scenario_tries_each_of_its_tests_with_each_of_its_entries() {
        folder.with("more.csv", "word,__expected\nthree,contains:three\n");
        List<ObjectNode> cases =
                cases(
                        """
                        scenarios:
                          - config:
                              - {vars: {lang: fr}, assert: [{type: starts-with, value: fr}], metadata: {a: 1}, options: {prefix: p}}
                              - {vars: {lang: de}}
                            tests:
                              - {description: 'in {{lang}}', vars: {word: one}, assert: [{type: equals, value: x}], metadata: {b: 2}}
                              - file://more.csv
                        """);

        assertThat(cases)
                .extracting(one -> one.path("vars").toString())
                .containsExactly(
                        "{\"lang\":\"fr\",\"word\":\"one\"}",
                        "{\"lang\":\"fr\",\"word\":\"three\"}",
                        "{\"lang\":\"de\",\"word\":\"one\"}",
                        "{\"lang\":\"de\",\"word\":\"three\"}");
        ObjectNode first = cases.getFirst();
        assertThat(first.path("description").asText()).isEqualTo("in fr");
        assertThat(first.path("assert").findValuesAsText("type"))
                .containsExactly("starts-with", "equals");
        assertThat(first.path("metadata").toString())
                .isEqualTo("{\"a\":1,\"b\":2,\"conversationId\":\"__scenario_0__\"}");
        assertThat(first.path("options").path("prefix").asText()).isEqualTo("p");
        assertThat(cases.getLast().path("metadata").path("conversationId").asText())
                .isEqualTo("__scenario_1__");
    }

    @Test
    void a_script_makes_tests_once_and_is_given_its_configuration() {
        folder.with(
                "gen.mjs",
                """
                let calls = 0;
                export const some = (config) => [{ vars: { q: `${config.word}${++calls}` } }];
                export default [{ vars: { q: 'all' } }];
                """);
        Plan plan =
                folder.plan(
                        ConfigFolder.HEAD
                                + "tests: [{path: 'file://gen.mjs:some', config: {word: w}},"
                                + " file://gen.mjs]\n");

        assertThat(plan.check().cases()).isEqualTo(2);
        assertThat(ConfigFolder.vars(plan)).containsExactly("{\"q\":\"w1\"}", "{\"q\":\"all\"}");
    }

    @Test
    void a_script_that_makes_no_tests_is_refused_where_it_is_named() {
        folder.with("gen.js", "module.exports = () => { throw new Error('no luck'); };");

        assertThat(folder.findings(ConfigFolder.HEAD + "tests: file://gen.js\n"))
                .extracting(Finding::toString)
                .singleElement()
                .asString()
                .contains("promptfooconfig.yaml:3: the script failed: no luck");
    }

    @Test
    void a_variable_made_by_a_script_sees_the_others_and_fails_for_its_case_alone() {
        folder.with(
                "make.js",
                "module.exports = (name, prompt, vars) => vars.w === 'b' ? { error: 'no b' } :"
                        + " ({ output: `${name}-${prompt}-${vars.w}` });");
        List<ObjectNode> cases = cases("tests:\n  - vars: {q: file://make.js, w: [a, b]}\n");

        assertThat(cases.getFirst().path("vars").path("q").asText()).isEqualTo("q-{{q}}-a");
        assertThat(cases.getLast().path("unsupported").asText())
                .isEqualTo("the variable 'q' was not made: no b");
    }

    @Test
    void pictures_become_addresses_that_hold_them_and_sounds_bare_base64() throws IOException {
        folder.with("x.txt", "");
        Files.write(folder.folder().resolve("dot.png"), new byte[] {1, 2, 3});
        Files.write(folder.folder().resolve("tone.wav"), new byte[] {4});
        ObjectNode one = one("vars: {q: file://dot.png, s: file://tone.wav}");

        assertThat(one.path("vars").path("q").asText()).isEqualTo("data:image/png;base64,AQID");
        assertThat(one.path("vars").path("s").asText()).isEqualTo("BA==");
    }

    @Test
    void a_hook_before_each_test_changes_what_is_run() {
        folder.with(
                "hook.js",
                """
                let n = 0;
                module.exports.beforeEach = async (context, info) => {
                  context.test.vars.q += info.hookName.length + '*' + ++n;
                  context.test.assert.push({ type: 'is-json' });
                };
                """);
        Plan plan =
                folder.plan(
                        ConfigFolder.HEAD
                                + """
                                extensions: ['file://hook.js:beforeEach', 'file://hook.js:afterAll']
                                defaultTest: {assert: [{type: contains, value: x}], vars: {d: 1}}
                                tests: [{vars: {q: [a, b]}}]
                                """);

        assertThat(plan.check().refused()).isFalse();
        assertThat(ConfigFolder.vars(plan))
                .containsExactly("{\"d\":1,\"q\":\"a10*1\"}", "{\"d\":1,\"q\":\"b10*2\"}");
        assertThat(ConfigFolder.cases(plan).getFirst())
                .contains(
                        "\"assert\":[{\"type\":\"contains\",\"value\":\"x\"},{\"type\":\"is-json\"}]",
                        "\"disableDefaultAsserts\":true");
    }

    @Test
    void prompts_of_every_form_become_cards() {
        folder.with("p.csv", "prompt,label\n\"Say {{q}}, now\",said\nSing {{q}},\n")
                .with("one.csv", "Hum {{q}}\n")
                .with("multi.txt", "A\n===\nB\n---\nC\n")
                .with(
                        "make.ts",
                        "export default ({ vars }: { vars: any }) => `Hi ${vars.q}`;\n"
                                + "export const chat = () => [];\n");
        Plan plan =
                Plans.plan(
                        folder,
                        """
                        prompts:
                          - p.csv
                          - file://one.csv
                          - file://multi.txt
                          - file://make.ts:chat
                          - {id: file://make.ts, label: made, config: {temperature: 1}}
                          - {raw: '{{q}}', label: framed, prefix: '<', suffix: '>', config: {max_tokens: 5}}
                        providers: [echo]
                        """,
                        "===");

        assertThat(plan.prompts())
                .extracting(PlannedPrompt::label)
                .containsExactly(
                        "said",
                        "Prompt 2 - Sing {{q}}",
                        "Prompt 1 - Hum {{q}}",
                        "multi.txt: A",
                        "multi.txt: B\n---\nC",
                        "make.ts:chat",
                        "made",
                        "framed");
        assertThat(plan.prompts().get(5).script().orElseThrow().path("function").asText())
                .isEqualTo("chat");
        assertThat(plan.prompts().get(6).script().orElseThrow().has("function")).isFalse();
        assertThat(plan.prompts().get(6).settings().toString()).isEqualTo("{\"temperature\":1}");
        assertThat(plan.prompts().get(7).raw()).isEqualTo("<{{q}}>");
        assertThat(plan.prompts().get(7).settings().toString()).isEqualTo("{\"max_tokens\":5}");
    }

    @Test
    void providers_of_every_form_become_columns() {
        folder.with("more/a.yaml", "- {id: 'openai:chat:a', label: A}\n- echo\n")
                .with("more/b.json", "{\"id\": \"mistral:b\", \"config\": {\"seed\": 1}}")
                .with("tools.json", "[{\"type\": \"function\"}]")
                .with("prov.js", "module.exports = class { callApi() {} };");
        Plan plan =
                folder.plan(
                        """
                        prompts: [x]
                        providers:
                          - file://more/*
                          - {id: file://prov.js, label: mine, config: {tag: v1}}
                          - {id: file://more/b.json, label: B}
                          - id: https://example.test/v1
                            config: {body: {q: '{{prompt}}'}, tools: file://tools.json}
                            transform: output.text
                            delay: 500
                          - {id: 'openai:chat:e', env: {OPENAI_API_KEY: sk-e, REGION: eu, OPENAI_BASE_URL: 'http://b'}, config: {x: '{{env.REGION}}/{{env.OTHER}}'}}
                        """);

        assertThat(plan.providers())
                .extracting(provider -> provider.id() + " " + provider.label())
                .containsExactly(
                        "openai:chat:a A",
                        "echo ",
                        "mistral:b ",
                        "script:prov mine",
                        "mistral:b B",
                        "https://example.test/v1 ",
                        "openai:chat:e ");
        assertThat(plan.providers().get(3).config().toString())
                .isEqualTo(
                        "{\"tag\":\"v1\",\"script\":\"module.exports = class { callApi() {} };\"}");
        assertThat(plan.providers().get(5).config().toString())
                .isEqualTo(
                        "{\"body\":{\"q\":\"{{prompt}}\"},\"tools\":[{\"type\":\"function\"}],\"transform\":\"output.text\",\"requestsPerMinute\":120}");
        assertThat(plan.providers().get(6).config().toString())
                .matches(
                        "\\{\"x\":\"eu/\\{\\{env.OTHER}}\",\"apiKey\":\"\\{\\{env.PROMPTCARDS_SECRET_\\w+}}\",\"apiBaseUrl\":\"http://b\"}");
        assertThat(plan.check().environment())
                .hasSize(2)
                .contains("OTHER")
                .containsAll(plan.credentials().hidden().keySet());
    }

    @Test
    void files_outside_the_folder_are_refused_unless_the_root_lies_above() throws IOException {
        Files.writeString(temporary.resolve("shared.txt"), "Shared {{q}}");
        String config = "prompts: ['file://../shared.txt']\nproviders: [echo]\n";

        assertThat(folder.findings(config))
                .singleElement()
                .asString()
                .contains("promptfooconfig.yaml:1: '../shared.txt' lies outside", "--root");
        assertThat(Plans.reading(folder, config, temporary)).isInstanceOf(Plan.class);
    }

    @Test
    void keys_written_into_an_http_provider_are_not_shown() {
        var shown =
                folder.plan(
                                """
                                prompts: ['p {{q}}']
                                providers:
                                  - id: https
                                    config:
                                      url: 'https://me:k-user@host.example/x?sig=k-query&q={{prompt}}'
                                      headers: {X-Auth: k-header, X-Env: '{{env.TOKEN}}'}
                                      auth: {type: api_key, keyName: X-Id, value: k-auth}
                                      body: {text: '{{prompt}}'}
                                  - id: http
                                    config: {request: "GET / HTTP/1.1\\nX-Auth: k-raw\\n\\n"}
                                tests:
                                  - vars: {q: 'https://a.example/?page=2', headers: [plain]}
                                """)
                        .shown();
        assertThat(shown.toString())
                .doesNotContain("k-user", "k-query", "k-header", "k-auth", "k-raw")
                .contains("{{env.TOKEN}}", "q={{prompt}}", "https://a.example/?page=2", "plain");
    }
}
