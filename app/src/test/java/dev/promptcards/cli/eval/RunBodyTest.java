package dev.promptcards.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.Plan;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

class RunBodyTest {

    @TempDir Path folder;

    @Test
    void says_what_to_try_on_what_and_how() throws IOException {
        Plan plan =
                Plans.plan(
                        folder,
                        """
                        description: Told
                        prompts: [{label: a, raw: 'A {{q}}'}, {label: b, raw: 'B {{q}}'}]
                        providers:
                          - {id: 'openai:chat:m', label: one, config: {temperature: 0}, prompts: [b]}
                          - echo
                        evaluateOptions: {repeat: 2, timeoutMs: 9000}
                        """);

        ObjectNode body =
                body(plan, Optional.of(3L), Map.of("OPENAI_API_KEY", "k"), Map.of("WORD", "w"));

        assertThat(body.path("source").path("description").asText()).isEqualTo("Told");
        assertThat(body.path("prompts").toString())
                .isEqualTo(
                        "[{\"card\":\"c0\",\"version\":1,\"label\":\"a\"},{\"card\":\"c1\",\"version\":1,\"label\":\"b\"}]");
        assertThat(body.path("providers").toString())
                .isEqualTo(
                        "[{\"id\":\"openai:chat:m\",\"label\":\"one\",\"config\":{\"temperature\":0},\"prompts\":[\"b\"]},"
                            + "{\"id\":\"echo\",\"config\":{}}]");
        assertThat(body.path("suite").toString()).isEqualTo("{\"slug\":\"s\",\"revision\":4}");
        assertThat(body.path("repeat").asInt()).isEqualTo(2);
        assertThat(body.path("concurrency").asInt()).isEqualTo(4);
        assertThat(body.path("timeoutMs").asInt()).isEqualTo(9000);
        assertThat(body.path("firstCases").asInt()).isEqualTo(3);
        assertThat(body.path("onUnknown").asText()).isEqualTo("hold");
        assertThat(body.path("secrets").toString()).isEqualTo("{\"OPENAI_API_KEY\":\"k\"}");
        assertThat(body.path("env").toString()).isEqualTo("{\"WORD\":\"w\"}");
    }

    @Test
    void a_column_that_cannot_be_tried_keeps_its_place_and_errs() throws IOException {
        Plan plan =
                Plans.plan(
                        folder,
                        "prompts: [a, 'file://p.py', c]\nproviders: [echo, 'python:x.py']\n");

        assertThat(body(plan, Optional.empty(), Map.of(), Map.of()).path("providers").valueStream())
                .extracting(provider -> provider.path("id").asText() + provider.path("prompts"))
                .containsExactly(
                        "echo[\"a\"]",
                        "unsupported:echo[\"file://p.py\"]",
                        "echo[\"c\"]",
                        "unsupported:python:x.py[\"a\"]",
                        "unsupported:python:x.py[\"file://p.py\"]",
                        "unsupported:python:x.py[\"c\"]");
    }

    @Test
    void the_command_line_wins_over_the_configuration() throws IOException {
        Plan plan =
                Plans.plan(
                        folder,
                        "prompts: [a]\n"
                                + "providers: [echo]\n"
                                + "evaluateOptions: {repeat: 2, maxConcurrency: 3, cache: true}\n");

        RunSettings settings =
                RunSettings.of(
                        plan.options(),
                        Optional.of(5),
                        Optional.of(6),
                        true,
                        Optional.empty(),
                        "retry");

        assertThat(settings.repeat()).isEqualTo(5);
        assertThat(settings.concurrency()).isEqualTo(6);
        assertThat(settings.cache()).isFalse();
    }

    private static ObjectNode body(
            Plan plan, Optional<Long> first, Map<String, String> secrets, Map<String, String> env) {
        RunSettings settings =
                RunSettings.of(
                        plan.options(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        "hold");
        List<RunBody.Card> cards =
                IntStream.range(0, plan.prompts().size())
                        .mapToObj(i -> new RunBody.Card("c" + i, 1))
                        .toList();
        return RunBody.of(plan, settings, cards, new RunBody.Suite("s", 4), first, secrets, env);
    }
}
