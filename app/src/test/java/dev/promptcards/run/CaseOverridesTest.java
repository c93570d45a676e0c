package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// Cases that go another way than their columns, over HTTP, with the worker of the same process.
@MicronautTest(transactional = false)
class CaseOverridesTest implements OnTestServers {

    private static final String ECHO = "{\"id\": \"echo\"}";

    @Inject EmbeddedServer server;
    private RunningServer client;

    @BeforeAll
    void connect() {
        client = new RunningServer(new Api(server.getURI()), "default");
    }

    @Test
    void a_given_answer_is_graded_as_any_and_nobody_is_called() {
        // Nobody listens there: a call would end as an error.
        var nobody =
                "{\"id\": \"openai:chat:m\", \"config\": {\"apiBaseUrl\": \"http://127.0.0.1:9\"}}";
        var run =
                run(
                        nobody,
                        "{\"vars\": {\"q\": \"asked\"}, \"providerOutput\": \"given\","
                                + " \"assert\": [{\"type\": \"equals\", \"value\": \"GIVEN\"},"
                                + " {\"type\": \"cost\", \"threshold\": 0}],"
                                + " \"options\": {\"transform\": \"output.toUpperCase()\"}}",
                        "{\"providerOutput\": {\"a\": [1, 2]}, \"assert\": [{\"type\":"
                                + " \"javascript\", \"value\": \"output.a.length === 2\"}]}");
        var executions = client.executions(run);
        assertThat(texts(executions, "outcome")).containsExactly("passed", "passed");
        assertThat(executions.getFirst().get("prompt").asText()).isEqualTo("asked");
        assertThat(executions.getFirst().get("output").asText()).isEqualTo("GIVEN");
        assertThat(executions.getFirst().get("costUsd").asDouble()).isZero();
        assertThat(executions.getLast().at("/output/a/1").asInt()).isEqualTo(2);
        assertThat(run.get("unpriced").asInt()).isZero();
    }

    @Test
    void a_case_runs_on_its_own_provider_and_its_row_says_so() {
        var run =
                run(
                        ECHO,
                        "{\"vars\": {\"q\": \"a\"}}",
                        "{\"vars\": {\"q\": \"a\"}, \"provider\": {\"id\":"
                                + " \"openai:chat:{{env.MODEL}}\", \"label\": \"mine\", \"config\":"
                                + " {\"apiBaseUrl\": \"http://127.0.0.1:9\"}}}");
        var executions = client.executions(run);
        assertThat(texts(executions, "outcome")).containsExactly("passed", "error");
        assertThat(texts(executions, "providerKind")).containsExactly("echo", "openai");
        assertThat(executions.getLast().get("providerLabel").asText()).isEqualTo("mine");
        assertThat(executions.getLast().get("error").asText()).contains("openai:chat:of-the-run");
    }

    @Test
    void a_case_runs_only_in_the_columns_it_names_and_the_table_keeps_its_holes() {
        var providers = ECHO + ", {\"id\": \"echo\", \"label\": \"second:b\"}";
        var run =
                run(
                        providers,
                        "{\"vars\": {\"q\": \"all\"}}",
                        "{\"vars\": {\"q\": \"second\"}, \"providers\": [\"second\"]}",
                        "{\"vars\": {\"q\": \"none\"}, \"prompts\": [\"other\"]}",
                        "{\"vars\": {\"q\": \"star\"}, \"providers\": [\"sec*\"], \"prompts\":"
                                + " [\"*\"]}");
        assertThat(run.get("state").asText()).isEqualTo("completed");
        assertThat(run.get("total").asInt()).isEqualTo(4);
        assertThat(client.executions(run))
                .extracting(
                        e ->
                                e.get("prompt").asText()
                                        + e.get("testIdx").asInt()
                                        + "/"
                                        + e.get("promptIdx").asInt())
                .containsExactly("all0/0", "all0/1", "second1/1", "star3/1");
    }

    @Test
    void a_run_in_which_no_case_has_a_column_is_refused() {
        var suite = client.suite("{\"providers\": [\"nobody\"]}");
        var answer = client.startAnswer(client.card("x"), suite, ECHO, "");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).contains("none of them runs in any");
    }

    @Test
    void a_provider_that_cannot_be_called_makes_its_rows_errors_and_the_run_goes_on() {
        var run =
                run(
                        ECHO + ", {\"id\": \"openai:chat:m\"}, {\"id\": \"bedrock:x\"}",
                        "{\"vars\": {\"q\": \"a\"}}");
        var executions = client.executions(run);
        assertThat(texts(executions, "outcome")).containsExactly("passed", "error", "error");
        assertThat(executions.get(1).get("error").asText()).contains("OPENAI_API_KEY");
        assertThat(executions.get(2).get("error").asText()).contains("not supported");
        assertThat(executions.get(2).get("model").asText()).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"provider\": \"echo\"} | 'provider' must be",
                "{\"provider\": {\"label\": \"x\"}} | 'provider' must be",
                "{\"provider\": {\"id\": \"echo\", \"delay\": 1}} | 'provider' must be",
                "{\"providers\": \"echo\"} | 'providers' must be a list",
                "{\"prompts\": [1]} | 'prompts' must be a list",
                "{\"assertScoringFunction\": \"x\"} | 'assertScoringFunction' must be",
                "{\"assertScoringFunction\": {\"script\": 1}} | 'assertScoringFunction' must be",
            })
    void a_field_that_is_wrong_is_named_with_its_line(String line, String fault) {
        var answer = client.upload(TestServers.unique("suite"), "{}", "{}", line);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).contains("line 3", fault);
    }

    @Test
    void a_key_in_a_suite_is_refused_with_its_line_and_what_to_write_instead() {
        var grader =
                "{\"options\": {\"provider\": {\"id\": \"openai:chat:m\", \"config\":"
                        + " {\"apiKey\": \"sk-7f3a\"}}}}";
        var ofCase = client.upload(TestServers.unique("suite"), "{}", "{}", grader);
        assertThat(ofCase.status()).isEqualTo(400);
        assertThat(ofCase.text())
                .contains("line 3", "options.provider.config.apiKey", "apiKeyEnvar")
                .doesNotContain("sk-7f3a");
        var ofAll = client.upload(TestServers.unique("suite"), grader, "{}");
        assertThat(ofAll.status()).isEqualTo(400);
        assertThat(ofAll.text()).contains("line 1", "defaults").doesNotContain("sk-7f3a");
    }

    @Test
    void what_a_case_was_uploaded_with_comes_back_and_makes_another_revision() {
        var slug = client.suite("{\"key\": \"k\"}");
        var line =
                "{\"key\": \"k\", \"providerOutput\": \"o\", \"prompts\": [\"p\"], \"provider\":"
                        + " {\"id\": \"echo\"}, \"assertScoringFunction\": {\"script\":"
                        + " \"module.exports = 1\"}}";
        assertThat(client.upload(slug, "{}", line).status()).isEqualTo(201);
        assertThat(client.upload(slug, "{}", line).status()).isEqualTo(200);
        var stored = client.get("/suites/" + slug + "/cases").json().at("/items/0");
        assertThat(stored.at("/provider/id").asText()).isEqualTo("echo");
        assertThat(stored.at("/prompts/0").asText()).isEqualTo("p");
        assertThat(stored.get("providerOutput").asText()).isEqualTo("o");
        assertThat(stored.has("providers")).isFalse();
        assertThat(stored.at("/assertScoringFunction/script").asText()).contains("module");
    }

    private JsonNode run(String providers, String... cases) {
        return client.settled(
                client.start(
                        client.card("{{ q }}"),
                        client.suite(cases),
                        providers,
                        "\"env\": {\"MODEL\": \"of-the-run\"}"));
    }

    private static List<String> texts(List<JsonNode> nodes, String field) {
        return nodes.stream().map(node -> node.get(field).asText()).toList();
    }
}
