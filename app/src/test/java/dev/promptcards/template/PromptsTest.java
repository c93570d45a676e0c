package dev.promptcards.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptScope;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

class PromptsTest {

    private static final ScriptScope SCOPE = new ScriptScope("a run");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Sandbox SANDBOX = new Sandbox();
    private static final Templates TEMPLATES = new Templates(SANDBOX);
    private static final Prompts PROMPTS = new Prompts(TEMPLATES, new Variables(TEMPLATES));

    @AfterAll
    static void close() {
        SANDBOX.close();
    }

    /// Beside the project lie suites with what promptfoo made of them.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "62-vars-product-a",
                "63-vars-refs-a",
                "65-template-filters-a",
                "66-template-invalid-open",
                "67-template-env-open",
                "72-prompts-chat-json-open",
            })
    void prompts_come_out_as_promptfoo_rendered_them(String suite) throws Exception {
        Optional<Path> golden = conformance(suite);
        assumeTrue(golden.isPresent(), "the conformance suites are not beside the project");
        JsonNode recorded = JSON.readTree(golden.get().toFile());
        for (JsonNode item : recorded.path("cases")) {
            String prompt = recorded.at("/prompts/" + item.path("prompt_idx") + "/label").asText();
            ObjectNode vars = item.path("vars").deepCopy();
            vars.putObject("env").put("CONF_WORD", "juniper");

            String rendered = rendered(prompt, vars);

            // promptfoo records no prompt where rendering failed.
            boolean failed = item.path("prompt").asText().isEmpty();
            assertThat(rendered)
                    .as("%s with %s", prompt, vars)
                    .isEqualTo(failed ? "failed" : item.path("prompt").asText());
        }
    }

    @Test
    void a_prompt_with_a_tag_that_is_never_closed_is_literal() {
        ObjectNode vars = JSON.createObjectNode().put("a", "x").put("b", "{{a}}");

        assertThat(PROMPTS.renderText(SCOPE, "{{ a }} style={{ width", vars))
                .isEqualTo(
                        new PromptRendering.Text(
                                "{{ a }} style={{ width",
                                JSON.createObjectNode().put("a", "x").put("b", "x")));
        assertThat(PROMPTS.renderText(SCOPE, "{% raw %}{{ width{% endraw %}", vars))
                .isEqualTo(
                        new PromptRendering.Text(
                                "{{ width", JSON.createObjectNode().put("a", "x").put("b", "x")));
    }

    @Test
    void the_values_of_messages_are_not_templates_of_their_own() throws Exception {
        ObjectNode vars = JSON.createObjectNode().put("q", "{{ n | upper }} {{n}}").put("n", "ana");

        assertThat(PROMPTS.renderMessages(SCOPE, JSON.readTree("[\"{{ q }}\"]"), vars))
                .isInstanceOfSatisfying(
                        PromptRendering.Messages.class,
                        rendered ->
                                assertThat(rendered.messages().at("/0").asText())
                                        .isEqualTo("{{ n | upper }} ana"));
    }

    private static String rendered(String prompt, ObjectNode vars) throws Exception {
        PromptRendering rendering =
                prompt.startsWith("[")
                        ? PROMPTS.renderMessages(SCOPE, JSON.readTree(prompt), vars)
                        : PROMPTS.renderText(SCOPE, prompt, vars);
        return switch (rendering) {
            case PromptRendering.Text(String text, var resolved) -> text;
            case PromptRendering.Messages(JsonNode messages, var resolved) -> messages.toString();
            case PromptRendering.Failed failed -> "failed";
        };
    }

    private static Optional<Path> conformance(String suite) {
        return Stream.iterate(
                        Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve("shared/conformance").resolve(suite))
                .map(folder -> folder.resolve("golden.json"))
                .filter(Files::exists)
                .findFirst();
    }
}
