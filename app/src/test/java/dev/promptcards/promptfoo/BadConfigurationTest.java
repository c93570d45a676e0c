package dev.promptcards.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Finding.Severity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.stream.Stream;

class BadConfigurationTest {

    @TempDir Path folder;

    static Stream<Arguments> refused() {
        String head = ConfigFolder.HEAD;
        return Stream.of(
                Arguments.of("[]", 1, "expected a mapping"),
                Arguments.of("", 1, "expected a mapping"),
                Arguments.of("prompts: [x]", 1, "no 'providers'"),
                Arguments.of("prompts: [x]\nproviders: []", 2, "no providers"),
                Arguments.of("prompts: []\nproviders: [echo]", 1, "no prompts"),
                Arguments.of(head + "test: []", 3, "did you mean 'tests'"),
                Arguments.of(
                        "prompts: [file://no.txt]\nproviders: [echo]",
                        1,
                        "no prompt file 'no.txt'"),
                Arguments.of(
                        "prompts: [x]\nproviders:\n  - {label: y, config: {}}", 3, "without an id"),
                Arguments.of(
                        "prompts: [x]\nproviders: [opneai:gpt-5]",
                        2,
                        "no provider 'opneai:gpt-5', did you mean 'openai:gpt-5'?"),
                Arguments.of(
                        "prompts: [x]\nproviders: [gpt-5]", 2, "no provider 'gpt-5'. An id is"),
                Arguments.of("prompts: [x]\nproviders:\n  - {id: p.py}", 3, "no provider 'p.py'"),
                Arguments.of(
                        "prompts: [x]\nproviders:\n  - {id: echo, prompts: [ghost]}",
                        3,
                        "'ghost', which does not exist"),
                Arguments.of(
                        "prompts: [x]\nproviders:\n  - {id: replay, config: {file: no.jsonl}}",
                        3,
                        "no file of recordings"),
                Arguments.of(head + "tests: file://no.csv", 3, "no file of tests 'no.csv'"),
                Arguments.of(head + "tests: file://promptfooconfig.txt", 3, "no file of tests"),
                Arguments.of(head + "tests:\n  - {}", 4, "an empty test"),
                Arguments.of(
                        head + "tests:\n  - vars: {q: 1}\n    assert: ['contains:z']",
                        5,
                        "is no mapping"),
                Arguments.of(
                        head + "tests:\n  - vars: {q: 1}\n    assert: {type: contains}",
                        5,
                        "list of assertions"),
                Arguments.of(
                        head + "tests:\n  - vars: {q: 1}\n    assert:\n      - value: x",
                        6,
                        "without a type"),
                Arguments.of(
                        head
                                + "tests:\n"
                                + "  - vars: {q: 1}\n"
                                + "    assert:\n"
                                + "      - {$ref: '#/no/where'}",
                        6,
                        "'$ref' names no part"),
                Arguments.of(
                        head
                                + "tests:\n"
                                + "  - vars: {q: 1}\n"
                                + "    assert:\n"
                                + "      - {type: equals, weight: two}",
                        6,
                        "'weight' is a number"),
                Arguments.of(
                        head + "tests:\n  - vars: {q: 1}\n    asserts: []",
                        5,
                        "did you mean 'assert'"),
                Arguments.of(
                        head + "tests:\n  - vars: {q: 1}\n    assertions: []",
                        5,
                        "did you mean 'assert'"),
                Arguments.of(
                        head + "tests:\n  - vars: {q: 1}\n    providers: [ghost]",
                        5,
                        "no 'ghost' among the providers"),
                Arguments.of(head + "tests:\n  - vars: {q: file://no.txt}", 4, "no file 'no.txt'"),
                Arguments.of(
                        head + "tests:\n  - {key: a, vars: {q: 1}}\n  - {key: a, vars: {q: 2}}",
                        1,
                        "two tests have the key 'a'"),
                Arguments.of(
                        head + "evaluateOptions: {repeat: many}", 3, "'repeat' is a whole number"),
                Arguments.of(head + "nunjucksFilters: {f: f.js}", 3, "no file 'f.js'"),
                Arguments.of(head + "defaultTest: file://no.yaml", 3, "no file 'no.yaml'"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void is_refused_with_line_and_remedy_before_anything_is_paid(
            String config, int line, String message) {
        Finding first = new ConfigFolder(folder).findings(config).getFirst();

        assertThat(first.severity()).isEqualTo(Severity.REFUSED);
        assertThat(first.message()).contains(message);
        assertThat(first.place().line()).isEqualTo(line);
        assertThat(first.toString()).contains("promptfooconfig.yaml:" + line + ": ");
    }

    static Stream<Arguments> unsupported() {
        String test = ConfigFolder.HEAD + "tests:\n  - vars: {q: 1}\n";
        return Stream.of(
                Arguments.of(
                        ConfigFolder.HEAD + "extensions: ['file://hook.js:beforeAll']",
                        3,
                        "'file://hook.js:beforeAll' is not supported"),
                Arguments.of(
                        ConfigFolder.HEAD + "extensions: ['file://hook.py:beforeEach']",
                        3,
                        "'file://hook.py:beforeEach' is not supported"),
                Arguments.of(
                        ConfigFolder.HEAD + "tests: file://tests.py:make",
                        3,
                        "tests from 'tests.py:make'"),
                Arguments.of(
                        ConfigFolder.HEAD + "tests: huggingface://datasets/x",
                        3,
                        "save them as a CSV"),
                Arguments.of(
                        ConfigFolder.HEAD + "tests: https://docs.google.com/spreadsheets/d/1",
                        3,
                        "save them as a CSV"),
                Arguments.of(
                        ConfigFolder.HEAD + "tests: [file://t.xlsx#Sheet1]",
                        3,
                        "save them as a CSV"),
                Arguments.of(
                        ConfigFolder.HEAD
                                + "scenarios:\n  - {config: [{vars: {a: 1}}], tests: [t.py]}",
                        4,
                        "tests from 't.py'"),
                Arguments.of(
                        test + "    assertScoringFunction: file://s.py", 5, "outside the sandbox"),
                Arguments.of(test + "    provider: 'python:p.py'", 5, "outside the sandbox"),
                Arguments.of(test + "    options: {repeat: 3}", 5, "'repeat' of a single test"),
                Arguments.of(
                        test + "    options: {provider: 'exec:judge'}", 5, "outside the sandbox"),
                Arguments.of(
                        test + "    options: {transform: 'file://t.py'}", 5, "outside the sandbox"),
                Arguments.of(
                        test + "    assert: [{type: equals, value: 'file://c.py'}]",
                        5,
                        "outside the sandbox"),
                Arguments.of(
                        ConfigFolder.HEAD + "tests:\n  - vars: {q: 'file://v.pdf'}",
                        4,
                        "is a program or a document"),
                Arguments.of(
                        ConfigFolder.HEAD + "tests:\n  - vars: {q: 'file://v.py'}",
                        4,
                        "is a program or a document"));
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void what_is_not_supported_is_named_and_its_cases_are_errors(
            String config, int line, String message) {
        Plan plan = new ConfigFolder(folder).plan(config);

        assertThat(plan.check().refused()).isFalse();
        assertThat(plan.check().findings().getFirst().message()).contains(message);
        assertThat(plan.check().findings().getFirst().place().line()).isEqualTo(line);
        assertThat(ConfigFolder.cases(plan)).allMatch(one -> one.contains("\"unsupported\":\""));
    }

    @Test
    void an_assertion_kind_that_cannot_be_judged_is_named_and_left_to_the_judge() {
        Plan plan =
                new ConfigFolder(folder)
                        .plan(
                                ConfigFolder.HEAD
                                        + "tests:\n"
                                        + "  - vars: {q: 1}\n"
                                        + "    assert:\n"
                                        + "      - type: pi\n"
                                        + "      - type: contians\n");

        assertThat(plan.check().findings())
                .extracting(Finding::toString)
                .anyMatch(
                        text ->
                                text.contains(
                                        "promptfooconfig.yaml:6: the assertion kind 'pi' is not"
                                                + " supported yet"))
                .anyMatch(
                        text ->
                                text.contains(
                                        "promptfooconfig.yaml:7: there is no assertion kind"
                                                + " 'contians', did you mean 'contains'?"));
        assertThat(ConfigFolder.cases(plan))
                .singleElement()
                .asString()
                .contains("\"type\":\"pi\"")
                .doesNotContain("unsupported");
    }

    @Test
    void a_provider_that_cannot_be_called_stays_a_column_that_says_so() {
        Plan plan =
                new ConfigFolder(folder)
                        .plan("prompts: [x]\n" + "providers: [echo, 'python:p.py', 'file://p.py']");

        assertThat(plan.providers())
                .extracting(provider -> provider.unsupported().isPresent())
                .containsExactly(false, true, true);
    }

    @Test
    void a_prompt_that_cannot_be_tried_stays_a_column_that_says_so() {
        Plan plan =
                new ConfigFolder(folder)
                        .plan(
                                "prompts: [x, 'file://p.py:make', 'langfuse://greet:1', {raw: y,"
                                        + " config: {}}]\n"
                                        + "providers: [echo]");

        assertThat(plan.prompts())
                .extracting(prompt -> prompt.unsupported().isPresent())
                .containsExactly(false, true, true, false);
        assertThat(plan.check().findings()).hasSize(2);
    }

    @Test
    void thousands_of_faulty_tests_are_counted_and_a_few_shown() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            rows.append("{\"vars\": {}, \"assert\": [{}]}\n");
        }
        Plan.Check check =
                new ConfigFolder(folder)
                        .with("t.jsonl", rows.toString())
                        .plan(ConfigFolder.HEAD + "tests: t.jsonl")
                        .check();

        assertThat(check.refused()).isTrue();
        assertThat(check.findings()).hasSize(50);
        assertThat(check.more()).isEqualTo(2_950);
    }
}
