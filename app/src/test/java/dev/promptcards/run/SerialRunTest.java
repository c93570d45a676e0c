package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;

/// Runs whose cases speak of those before them, and prompts that are functions, over HTTP, with the
/// worker of the same process.
@MicronautTest(transactional = false)
class SerialRunTest implements OnTestServers {

    private static final String ECHO = "{\"id\": \"echo\"}";

    @Inject EmbeddedServer server;
    private RunningServer client;

    @BeforeAll
    void connect() {
        client = new RunningServer(new Api(server.getURI()), "default");
    }

    @Test
    void an_output_stored_under_a_name_is_a_variable_of_later_cases() {
        var run =
                run(
                        "{{ q }}",
                        ECHO,
                        "{\"vars\": {\"q\": \"Lantern\"}, \"options\": {\"storeOutputAs\":"
                                + " \"saved\", \"transform\": \"output.toLowerCase()\"}}",
                        "{\"vars\": {\"q\": \"again {{saved}}\"}}",
                        "{\"vars\": {\"q\": \"later\"}, \"assert\": [{\"type\": \"contains\","
                                + " \"value\": \"{{saved}}\"}]}");
        assertThat(prompts(run)).containsExactly("Lantern", "again lantern", "later");
        assertThat(run.get("failed").asInt()).isEqualTo(1);
    }

    @Test
    void a_stored_object_is_read_into_and_what_is_nothing_is_not_stored() {
        var run =
                run(
                        "{{ q }}",
                        ECHO,
                        storing("({k: {of: [4, 5]}})"),
                        "{\"vars\": {\"q\": \"{{saved.k.of[1]}}\"}}",
                        storing("0"),
                        "{\"vars\": {\"q\": \"{{saved.k.of[0]}}\"}}");
        assertThat(prompts(run)).containsExactly("x", "5", "x", "4");
    }

    private static String storing(String transform) {
        return """
        {"vars": {"q": "x"}, "options": {"storeOutputAs": "saved", "transform": "%s"}}\
        """
                .formatted(transform);
    }

    @Test
    void a_prompt_that_speaks_of_the_conversation_sees_what_its_column_said_before() {
        var run =
                run(
                        "{{ _conversation | length }}{% for t in _conversation %}<{{ t.input }}={{"
                                + " t.output }}>{% endfor %}:{{ q }}",
                        ECHO + ", {\"id\": \"echo\", \"label\": \"b\"}",
                        "{\"vars\": {\"q\": \"a\"}}",
                        "{\"vars\": {\"q\": \"b\"}}",
                        "{\"vars\": {\"q\": \"c\"}, \"metadata\": {\"conversationId\": \"other\"}}",
                        "{\"vars\": {\"q\": \"d\"}, \"options\": {\"disableConversationVar\":"
                                + " true}}");
        assertThat(prompts(run))
                .containsExactly(
                        "0:a", "0:a", "1<0:a=0:a>:b", "1<0:a=0:a>:b", "0:c", "0:c", "0:d", "0:d");
    }

    @Test
    void a_conversation_tells_what_the_model_said_and_not_what_a_transform_made_of_it() {
        var run =
                run(
                        "{% for t in _conversation %}<{{ t.output }}>{% endfor %}{{ q }}",
                        ECHO,
                        "{\"vars\": {\"q\": \"a\"}, \"options\": {\"transform\": \"output +"
                                + " '!'\"}}",
                        "{\"vars\": {\"q\": \"b\"}, \"providerOutput\": {\"k\": 1}, \"options\":"
                                + " {\"transform\": {\"script\": \"module.exports = () => { throw"
                                + " new Error('no') }\"}}}",
                        "{\"vars\": {\"q\": \"{{ _conversation[1].output.k }}\"}}");
        assertThat(prompts(run).get(1)).isEqualTo("<a>b");
        assertThat(prompts(run).getLast()).endsWith("1");
    }

    @Test
    void a_serial_run_is_carried_out_in_order_however_high_its_concurrency() {
        var cases = new String[40];
        for (int i = 0; i < cases.length; i++) {
            cases[i] =
                    "{\"vars\": {\"q\": \"%s%d\"}, \"options\": {\"storeOutputAs\": \"last\"}}"
                            .formatted(i == 0 ? "" : "{{last}}", i % 10);
        }
        var run = run("{{ q }}", ECHO, cases);
        assertThat(prompts(run).getLast()).endsWith("0123456789").hasSize(40);
    }

    @Test
    void a_prompt_function_makes_a_template_from_the_variables() {
        var slug = client.card("unused");
        var script =
                "module.exports.greet = ({vars, provider}) => ({prompt: 'Hi {{name}} of ' +"
                        + " provider.id + vars.name.length, config: {temperature: 0}});"
                        + "module.exports.bad = () => 5;";
        var made = put(slug, script, "greet");
        assertThat(made.get("version").asInt()).isEqualTo(2);
        assertThat(put(slug, script, "greet").get("changed").asBoolean()).isFalse();
        var version = client.get("/cards/" + slug + "/versions/2").json();
        assertThat(version.get("kind").asText()).isEqualTo("script");
        assertThat(version.get("script").asText()).isEqualTo(script);
        assertThat(version.get("function").asText()).isEqualTo("greet");
        assertThat(version.has("template")).isFalse();
        var suite = client.suite("{\"vars\": {\"name\": \"Ana\"}}");
        assertThat(prompts(client.settled(client.start(slug, suite, ECHO, ""))))
                .containsExactly("Hi Ana of echo3");
        var rendered =
                client.post("/cards/" + slug + "/render", "{\"values\": {\"name\": \"Bo\"}}");
        assertThat(rendered.json().get("text").asText()).isEqualTo("Hi Bo of undefined2");

        put(slug, script, "bad");
        var run = client.settled(client.start(slug, suite, ECHO, ""));
        assertThat(run.get("errors").asInt()).isEqualTo(1);
        assertThat(client.executions(run).getFirst().get("error").asText())
                .contains("must return a text");
    }

    @Test
    void scripts_transform_variables_and_outputs_the_providers_own_before_the_cases() {
        var run =
                run(
                        "{{ q }}",
                        "{\"id\": \"echo\", \"config\": {\"transform\": \"output + '1'\"}}",
                        "{\"vars\": {\"q\": \"a\"}, \"options\": {\"transform\": {\"script\":"
                            + " \"module.exports = (output, context) => output + context.vars.q\"},"
                            + " \"transformVars\": {\"script\": \"exports.up = (vars) => ({q:"
                            + " vars.q.toUpperCase()})\", \"function\": \"up\"}}}",
                        "{\"vars\": {\"q\": \"a\"}, \"options\": {\"transform\": {\"script\":"
                                + " \"module.exports = () => { throw new Error('no') }\"}}}");
        var executions = client.executions(run);
        assertThat(executions.getFirst().get("output").asText()).isEqualTo("A1A");
        assertThat(executions.getLast().get("error").asText()).contains("transform", "no");
    }

    private JsonNode put(String slug, String script, String function) {
        var body =
                new com.fasterxml.jackson.databind.ObjectMapper()
                        .createObjectNode()
                        .put("script", script)
                        .put("function", function);
        return client.post("/cards/" + slug + "/versions", body.toString()).json();
    }

    private JsonNode run(String template, String providers, String... cases) {
        return client.settled(
                client.start(
                        client.card(template),
                        client.suite(cases),
                        providers,
                        "\"concurrency\": 16"));
    }

    private List<String> prompts(JsonNode run) {
        return client.executions(run).stream().map(e -> e.get("prompt").asText()).toList();
    }
}
