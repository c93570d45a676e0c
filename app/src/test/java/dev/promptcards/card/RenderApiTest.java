package dev.promptcards.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.Api;
import dev.promptcards.Api.Answer;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;

@MicronautTest
class RenderApiTest implements OnTestServers {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject EmbeddedServer server;
    private Api api;
    private String card;

    @BeforeEach
    void connect() {
        api = new Api(server.getURI());
        card = "/api/v1/workspaces/w-" + TestServers.workspace() + "/cards/c";
    }

    @Test
    void a_text_is_rendered_with_values_and_defaults() {
        save(
                """
                {"template": "{{ greeting }} {{ name }}! { this stays }{% if loud %} HEY{% endif %}",
                 "variables": [{"name": "name", "type": "string"},
                               {"name": "greeting", "type": "string", "default": "Hello"},
                               {"name": "loud", "type": "boolean", "required": false}]}
                """);

        assertThat(render("{\"values\": {\"name\": \"Ada\"}}").json())
                .hasToString("{\"version\":1,\"text\":\"Hello Ada! { this stays }\"}");
        assertThat(text("{\"values\": {\"name\": \"Ada\", \"loud\": true, \"more\": 1}}"))
                .isEqualTo("Hello Ada! { this stays } HEY");
    }

    @Test
    void every_value_that_does_not_fit_is_named_and_none_is_repeated() {
        save(
                """
                {"template": "x", "variables": [{"name": "a", "type": "string"},
                  {"name": "b", "type": "enum", "values": ["x", "y"]}, {"name": "c", "type": "list"}]}
                """);

        var refused = render("{\"values\": {\"b\": \"secret\", \"c\": \"secret\"}}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("errors").findValuesAsText("at"))
                .containsExactly("values.a", "values.b", "values.c");
        assertThat(refused.text()).doesNotContain("secret");
    }

    @Test
    void the_version_meant_is_rendered() {
        save("{\"template\": \"one\"}");
        save("{\"template\": \"two\"}");
        api.send("PUT", card + "/labels/production", "{\"version\": 1}");

        assertThat(text("{}")).isEqualTo("two");
        assertThat(text("{\"version\": 1}")).isEqualTo("one");
        assertThat(text("{\"label\": \"production\"}")).isEqualTo("one");
        assertThat(text("{\"label\": \"latest\"}")).isEqualTo("two");
        assertThat(render("{\"version\": 3}").status()).isEqualTo(404);
        assertThat(render("{\"label\": \"staging\"}").status()).isEqualTo(404);
        assertThat(render("{\"version\": 1, \"label\": \"latest\"}").status()).isEqualTo(400);
    }

    @Test
    void a_chat_is_rendered_message_by_message() throws IOException {
        save(
                """
                {"messages": [{"role": "system", "content": "Speak {{ language }}"},
                              {"role": "user", "content": [{"type": "text", "text": "{{ q }}"}]}]}
                """);

        var rendered = render("{\"values\": {\"language\": \"Dutch\", \"q\": \"a \\\"b\\\"\"}}");

        assertThat(rendered.json().path("messages"))
                .isEqualTo(
                        JSON.readTree(
                                """
                                [{"role": "system", "content": "Speak Dutch"},
                                 {"role": "user", "content": [{"type": "text", "text": "a \\"b\\""}]}]
                                """));
    }

    @Test
    void a_template_sees_the_environment_it_is_given_and_no_other() {
        save("{\"template\": \"{{ env.REGION }}|{{ env.PATH }}\"}");

        assertThat(text("{\"env\": {\"REGION\": \"eu\"}}")).isEqualTo("eu|");
    }

    @Test
    void a_template_that_cannot_be_rendered_is_told_why() {
        save("{\"template\": \"{% if x %}never closed\"}");

        var refused = render("{}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").textValue())
                .contains("version 1 of `c` cannot be rendered");
    }

    @Test
    void published_templates_without_a_tag_come_out_unchanged() throws IOException {
        var templates =
                Files.readAllLines(PublishedCards.file()).stream()
                        .limit(200)
                        .map(line -> version(line))
                        .filter(template -> !template.matches("(?s).*\\{[{%#].*"))
                        .toList();

        for (var template : templates) {
            save(JSON.createObjectNode().put("template", template).toString());
            assertThat(text("{\"values\": {\"Name\": \"x\"}}")).isEqualTo(template);
        }
        assertThat(templates).hasSizeGreaterThan(100);
    }

    private static String version(String line) {
        try {
            return JSON.readTree(line).path("versions").path(0).path("template").textValue();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void save(String body) {
        assertThat(api.send("PUT", card, body).status()).isBetween(200, 201);
    }

    private Answer render(String body) {
        return api.send("POST", card + "/render", body);
    }

    private String text(String body) {
        var answer = render(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("text").textValue();
    }
}
