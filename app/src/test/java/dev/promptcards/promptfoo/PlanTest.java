package dev.promptcards.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.problem.Problem;
import dev.promptcards.promptfoo.cases.Cases;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

class PlanTest {

    @TempDir Path temporary;
    ConfigFolder folder;

    @BeforeEach
    void named_folder() {
        folder = new ConfigFolder(temporary.resolve("Greeting Cards"));
    }

    @Test
    void lists_of_strings_are_multiplied_out_and_the_last_changes_fastest() {
        Plan plan =
                folder.plan(
                        ConfigFolder.HEAD
                                + "tests:\n  - vars: {a: [x, y], b: [1, 2], c: [p, q], d: one}\n");

        assertThat(ConfigFolder.vars(plan))
                .containsExactly(
                        "{\"a\":\"x\",\"b\":[1,2],\"c\":\"p\",\"d\":\"one\"}",
                        "{\"a\":\"x\",\"b\":[1,2],\"c\":\"q\",\"d\":\"one\"}",
                        "{\"a\":\"y\",\"b\":[1,2],\"c\":\"p\",\"d\":\"one\"}",
                        "{\"a\":\"y\",\"b\":[1,2],\"c\":\"q\",\"d\":\"one\"}");
        assertThat(ConfigFolder.cases(plan))
                .element(2)
                .asString()
                .contains("\"expansion\":{\"offset\":2,\"size\":4}");
    }

    @Test
    void prompts_and_providers_that_are_written_twice_are_taken_once() {
        Plan plan =
                folder.plan(
                        """
                        prompts: ['{{q}}', 'say {{q}}', '{{q}}']
                        providers: [echo, echo, {id: echo, label: other}]
                        tests: [{vars: {q: a}}]
                        """);

        assertThat(plan.prompts()).hasSize(2);
        assertThat(plan.providers()).hasSize(2);
    }

    @Test
    void defaults_travel_once_but_their_lists_stand_in_each_case() {
        Plan plan =
                folder.plan(
                        ConfigFolder.HEAD
                                + """
                                defaultTest:
                                  vars: {lang: [de, fr], tone: dry}
                                  assert: [{type: is-json}]
                                  threshold: 0.5
                                tests:
                                  - vars: {q: [a, b]}
                                  - vars: {q: c, lang: en}
                                """);

        assertThat(plan.defaults().toString())
                .isEqualTo(
                        "{\"vars\":{\"tone\":\"dry\"},\"assert\":[{\"type\":\"is-json\"}],\"options\":{},\"threshold\":0.5}");
        assertThat(ConfigFolder.vars(plan))
                .containsExactly(
                        "{\"lang\":\"de\",\"q\":\"a\"}",
                        "{\"lang\":\"de\",\"q\":\"b\"}",
                        "{\"lang\":\"fr\",\"q\":\"a\"}",
                        "{\"lang\":\"fr\",\"q\":\"b\"}",
                        "{\"lang\":\"en\",\"q\":\"c\"}");
    }

    @Test
    void multiplying_out_can_be_turned_off_for_a_test_or_all() {
        String test = "tests:\n  - vars: {q: [a, b]}\n";
        String off = "    options: {disableVarExpansion: true}\n";

        assertThat(ConfigFolder.vars(folder.plan(ConfigFolder.HEAD + test + off)))
                .containsExactly("{\"q\":[\"a\",\"b\"]}");
        assertThat(
                        ConfigFolder.vars(
                                folder.plan(
                                        ConfigFolder.HEAD
                                                + "defaultTest: {options: {disableVarExpansion:"
                                                + " true}}\n"
                                                + test)))
                .containsExactly("{\"q\":[\"a\",\"b\"]}");
    }

    @Test
    void files_of_variables_and_variables_from_files_are_read() {
        folder.with("notes/a.md", "A {{who}}\n")
                .with("notes/b.md", "B")
                .with("notes/v.yaml", "q: from yaml\n")
                .with("notes/o.yaml", "k: [1]\n");
        Plan plan =
                folder.plan(
                        ConfigFolder.HEAD
                                + """
                                tests:
                                  - vars: {q: 'file://notes/*.md'}
                                  - vars: {q: ['file://notes/b.md', plain]}
                                  - vars: notes/v.yaml
                                  - vars: {q: 'file://notes/o.yaml'}
                                """);

        assertThat(ConfigFolder.vars(plan))
                .containsExactly(
                        "{\"q\":\"A {{who}}\"}",
                        "{\"q\":\"B\"}",
                        "{\"q\":\"B\"}",
                        "{\"q\":\"plain\"}",
                        "{\"q\":\"from yaml\"}",
                        "{\"q\":\"{\\\"k\\\":[1]}\"}");
    }

    @Test
    void a_schema_in_a_file_becomes_the_value_of_its_assertion() {
        folder.with("schema.json", "{\"type\": \"object\"}");
        Plan plan =
                folder.plan(
                        ConfigFolder.HEAD
                                + "tests:\n"
                                + "  - assert: [{type: is-json, value: 'file://schema.json'}]\n");

        assertThat(ConfigFolder.cases(plan))
                .singleElement()
                .asString()
                .contains("\"value\":{\"type\":\"object\"}");
    }

    @Test
    void tests_come_from_files_of_every_form_in_the_order_written() {
        folder.with("t.jsonl", "{\"vars\":{\"q\":1}}\n\n{\"vars\":{\"q\":2}}\n")
                .with("more/b.json", "[{\"vars\":{\"q\":4}}]")
                .with("more/a.yaml", "- vars: {q: 3}\n")
                .with("one.json", "{\"vars\":{\"q\":6}}")
                .with("t.csv", "q\nfive\n");
        Plan plan =
                folder.plan(
                        ConfigFolder.HEAD
                                + "tests: [file://t.jsonl, 'more/*', t.csv, one.json, {vars: {q:"
                                + " 7}}]\n");

        assertThat(ConfigFolder.vars(plan))
                .containsExactly(
                        "{\"q\":1}",
                        "{\"q\":2}",
                        "{\"q\":3}",
                        "{\"q\":4}",
                        "{\"q\":\"five\"}",
                        "{\"q\":6}",
                        "{\"q\":7}");
        assertThat(plan.check().cases()).isEqualTo(7);
    }

    @Test
    void without_tests_every_prompt_is_tried_once() {
        assertThat(ConfigFolder.vars(folder.plan(ConfigFolder.HEAD))).containsExactly("{}");
        assertThat(ConfigFolder.vars(folder.plan(ConfigFolder.HEAD + "tests: []\n")))
                .containsExactly("{}");
    }

    @Test
    void a_file_without_tests_is_refused_rather_than_tried_without_variables() {
        folder.with("t.csv", "q,__expected\n");

        assertThat(folder.findings(ConfigFolder.HEAD + "tests: t.csv\n"))
                .singleElement()
                .asString()
                .endsWith("t.csv: holds no tests");
    }

    @Test
    void the_first_tests_are_counted_with_all_their_combinations() {
        Plan plan =
                folder.plan(
                        ConfigFolder.HEAD
                                + "tests:\n"
                                + "  - vars: {q: [a, b, c]}\n"
                                + "  - vars: {q: d}\n"
                                + "  - vars: {q: [e, f]}\n");

        assertThat(plan.casesOfFirstTests(1)).isEqualTo(3);
        assertThat(plan.casesOfFirstTests(2)).isEqualTo(4);
        assertThat(plan.casesOfFirstTests(9)).isEqualTo(6);
    }

    @Test
    void cases_are_streamed_row_by_row() {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 20_000; i++) {
            rows.append(i == 10_001 ? "{broken\n" : "{\"vars\":{\"q\":\"%d\"}}\n".formatted(i));
        }
        Plan plan =
                folder.with("t.jsonl", rows.toString())
                        .plan(ConfigFolder.HEAD + "tests: t.jsonl\n");

        assertThat(plan.check().findings())
                .singleElement()
                .asString()
                .contains("t.jsonl:10001: not JSON");
        try (Cases cases = plan.cases()) {
            for (int i = 0; i < 10_000; i++) {
                cases.next();
            }
            assertThatThrownBy(cases::next)
                    .isInstanceOf(Problem.Invalid.class)
                    .hasMessageContaining("t.jsonl:10001");
        }
    }

    @Test
    void cards_are_named_after_folder_label_and_file_never_after_the_text() {
        folder.with("prompts/Löng Story.txt", "one\n---\ntwo");
        Plan plan =
                folder.plan(
                        """
                        prompts:
                          - 'Say {{q}}'
                          - {label: 'Très poli!', raw: 'Please say {{q}}'}
                          - file://prompts/Löng Story.txt
                          - 'yes/no {{q}}'
                          - 'Mend notes.txt'
                        providers: [echo]
                        """);

        assertThat(plan.name()).isEqualTo("greeting-cards");
        assertThat(plan.prompts())
                .extracting(PlannedPrompt::slug)
                .containsExactly(
                        "greeting-cards-prompt-1",
                        "greeting-cards-tres-poli",
                        "greeting-cards-long-story",
                        "greeting-cards-long-story-2",
                        "greeting-cards-prompt-5",
                        "greeting-cards-prompt-6");
    }

    @Test
    void chats_are_recognised_by_their_messages() {
        folder.with(
                "chat.yaml", "- {role: system, content: S}\n- {role: user, content: '{{q}}'}\n");
        Plan plan =
                folder.plan(
                        "prompts: [file://chat.yaml, '[1, 2]', '[{\"role\": \"user\", \"content\":"
                                + " [{\"type\": \"text\"}]}]']\n"
                                + "providers: [echo]\n");

        assertThat(plan.prompts())
                .extracting(prompt -> prompt.messages().isPresent())
                .containsExactly(true, false, false);
        assertThat(plan.prompts().getFirst().raw())
                .isEqualTo(
                        "[{\"role\":\"system\",\"content\":\"S\"},{\"role\":\"user\",\"content\":\"{{q}}\"}]");
    }

    @Test
    void keys_leave_the_configuration_and_only_their_names_stay() {
        Plan plan =
                folder.plan(
                        """
                        prompts: [x]
                        providers:
                          - {id: 'openai:gpt-x', config: {apiKey: sk-written, temperature: 0}}
                          - {id: 'openai:gpt-y', config: {apiKey: '{{env.TEAM_KEY}}', apiBaseUrl: 'http://h/{{ env.PATH_PART }}'}}
                        env: {OPENAI_ORGANIZATION: org}
                        """);
        Map<String, String> outside =
                Map.of("TEAM_KEY", "sk-team", "OPENAI_BASE_URL", "http://b", "HOME", "/root");

        assertThat(plan.providers().getFirst().config().toString())
                .matches(
                        "\\{\"apiKey\":\"\\{\\{env.PROMPTCARDS_SECRET_\\w{12}}}\",\"temperature\":0}");
        assertThat(plan.credentials().hidden().values()).containsExactly("sk-written");
        assertThat(plan.credentials().values(name -> Optional.ofNullable(outside.get(name))))
                .isEqualTo(Map.of("TEAM_KEY", "sk-team", "OPENAI_BASE_URL", "http://b"));
        assertThat(plan.shown().toString())
                .doesNotContain("sk-written")
                .contains("[REDACTED]", "{{env.TEAM_KEY}}");
        assertThat(plan.check().environment()).hasSize(2).contains("PATH_PART");
    }

    @Test
    void recordings_of_a_replay_provider_are_read_here() {
        folder.with("answers.jsonl", "{\"output\": \"a\"}\n{\"output\": \"b\"}\n");
        Plan plan =
                folder.plan(
                        "prompts: [x]\nproviders: [{id: replay, config: {file: answers.jsonl}}]\n");

        assertThat(plan.providers().getFirst().config().toString())
                .isEqualTo("{\"recordings\":[{\"output\":\"a\"},{\"output\":\"b\"}]}");
    }

    @Test
    void options_of_the_run_are_read() {
        Plan plan =
                folder.plan(
                        ConfigFolder.HEAD
                                + "evaluateOptions: {repeat: 3, maxConcurrency: 8, cache: false,"
                                + " timeoutMs: 0}\n"
                                + "commandLineOptions: {repeat: 2}\n"
                                + "outputPath: out.json\n"
                                + "description: Told\n");

        assertThat(plan.options().repeat()).hasValue(2);
        assertThat(plan.options().maxConcurrency()).hasValue(8);
        assertThat(plan.options().cache()).contains(false);
        assertThat(plan.options().timeoutMillis()).isEmpty();
        assertThat(plan.options().outputs()).containsExactly("out.json");
        assertThat(plan.description()).contains("Told");
    }
}
