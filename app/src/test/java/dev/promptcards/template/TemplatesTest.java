package dev.promptcards.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptScope;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {

    private static final ScriptScope SCOPE = new ScriptScope("a run");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Sandbox SANDBOX = new Sandbox();
    private static final Templates TEMPLATES = new Templates(SANDBOX);

    @AfterAll
    static void close() {
        SANDBOX.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "{like this} and ${Name:default} and }} and %} and #} and { {x} }",
                "line\r\nends\n\n  and spaces ",
                "{\"json\": {\"a\": [1, {}]}}",
                "a lone { at the end {",
            })
    void a_text_without_a_tag_survives_byte_for_byte(String text) throws Exception {
        assertThat(TEMPLATES.render(SCOPE, text, json("{\"x\":1}")))
                .isEqualTo(new Rendering.Rendered(text));
    }

    @Test
    void what_stands_around_a_placeholder_survives_too() throws Exception {
        String template = "{ ${Name:default} }} {{ x }} {a} {\n";

        assertThat(TEMPLATES.render(SCOPE, template, json("{\"x\":\"{{ y }}\"}")))
                .isEqualTo(new Rendering.Rendered("{ ${Name:default} }} {{ y }} {a} {\n"));
    }

    @Test
    void templates_that_do_more_than_name_a_variable_are_rendered_by_nunjucks() throws Exception {
        assertThat(
                        TEMPLATES.render(
                                SCOPE,
                                "{% for x in xs %}{{ x | upper }}{% endfor %}{# no #}",
                                json("{\"xs\":[\"a\",\"b\"]}")))
                .isEqualTo(new Rendering.Rendered("AB"));
    }

    @Test
    void a_template_that_is_invalid_fails_with_the_words_of_nunjucks() throws Exception {
        assertThat(TEMPLATES.render(SCOPE, "{{ v | upperr }}", json("{\"v\":1}")))
                .isEqualTo(
                        new Rendering.Failed(
                                "Template render error: (unknown path)\n"
                                        + "  Error: filter not found: upperr"));
    }

    @Test
    void what_a_variable_holds_cannot_break_the_json_of_messages() throws Exception {
        JsonNode messages =
                json(
                        "[{\"role\":\"user\",\"content\":\"{{ q }}\",\"n\":1,\"{{ q }}\":[null,\"{{"
                                + " q | upper }}\"]}]");

        assertThat(TEMPLATES.renderTree(SCOPE, messages, json("{\"q\":\"a \\\"b\\\" }\\n\"}")))
                .isEqualTo(
                        new TreeRendering.Rendered(
                                json(
                                        "[{\"role\":\"user\",\"content\":\"a \\\"b\\\" }\\n"
                                                + "\",\"n\":1,\"{{ q }}\":[null,\"A \\\"B\\\" }\\n"
                                                + "\"]}]")));
    }

    @Test
    void messages_fail_where_one_of_their_texts_does() throws Exception {
        assertThat(TEMPLATES.renderTree(SCOPE, json("[{\"a\":{\"b\":\"{% if %}\"}}]"), json("{}")))
                .isInstanceOf(TreeRendering.Failed.class);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }
}
