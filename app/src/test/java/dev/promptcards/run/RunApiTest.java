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

import java.util.stream.IntStream;

/// Runs from start to figures, over HTTP, with the worker of the same process.
@MicronautTest(transactional = false)
class RunApiTest implements OnTestServers {

    private static final String ECHO = "{\"id\": \"echo\"}";

    @Inject EmbeddedServer server;
    private RunningServer client;

    @BeforeAll
    void connect() {
        client = new RunningServer(new Api(server.getURI()), "default");
    }

    @Test
    void a_run_grades_every_case_and_sums_up() {
        var card = client.card("Hello {{ name }}");
        var suite =
                client.suiteWith(
                        "{\"assert\": [{\"type\": \"contains\", \"value\": \"Hello\"}]}",
                        "{\"vars\": {\"name\": \"Ana\"}, \"assert\": [{\"type\": \"equals\","
                                + " \"value\": \"Hello {{name}}\"}]}",
                        "{\"vars\": {\"name\": \"Bo\"}, \"assert\": [{\"type\": \"equals\","
                                + " \"value\": \"Goodbye\"}]}",
                        "{\"vars\": {\"name\": \"Cy\"}, \"assert\": [{\"type\":"
                                + " \"no-such-kind\"}]}");
        var run = client.settled(client.start(card, suite, ECHO, ""));

        assertThat(run.get("state").asText()).isEqualTo("completed");
        assertThat(run.get("passed").asInt()).isEqualTo(1);
        assertThat(run.get("failed").asInt()).isEqualTo(1);
        assertThat(run.get("errors").asInt()).isEqualTo(1);
        assertThat(run.at("/summary/passRate").asDouble()).isEqualTo(1 / 3.0);
        assertThat(run.at("/summary/low").asDouble()).isBetween(0.0614, 0.0616);

        var executions = client.executions(run);
        assertThat(executions)
                .extracting(e -> e.get("outcome").asText())
                .containsExactly("passed", "failed", "error");
        assertThat(executions.getFirst().get("prompt").asText()).isEqualTo("Hello Ana");
        assertThat(executions.getFirst().get("components")).hasSize(2);
        assertThat(executions.get(1).get("reason").asText()).contains("Goodbye");
        assertThat(executions.get(2).get("error").asText()).contains("no-such-kind");
    }

    @Test
    void columns_are_providers_times_prompts_and_rows_repeat_a_test_as_a_whole() {
        var card = client.card("{{ q }}");
        var suite =
                client.suite(
                        "{\"vars\": {\"q\": \"a\"}}",
                        "{\"vars\": {\"q\": \"b\"}, \"expansion\": {\"offset\": 0, \"size\": 2}}",
                        "{\"vars\": {\"q\": \"c\"}, \"expansion\": {\"offset\": 1, \"size\": 2}}");
        var run =
                client.settled(
                        client.start(
                                card,
                                suite,
                                ECHO + ", {\"id\": \"echo\", \"label\": \"again\"}",
                                "\"repeat\": 2"));
        var executions = client.executions(run);
        assertThat(executions).hasSize(12);
        assertThat(executions)
                .extracting(e -> e.get("prompt").asText())
                .containsExactly("a", "a", "a", "a", "b", "b", "c", "c", "b", "b", "c", "c");
        assertThat(executions)
                .extracting(e -> e.get("testIdx").asInt() + "/" + e.get("promptIdx").asInt())
                .containsExactlyElementsOf(
                        IntStream.range(0, 12).mapToObj(i -> i / 2 + "/" + i % 2).toList());
        assertThat(run.get("columns")).hasSize(2);
        assertThat(run.at("/columns/1/providerLabel").asText()).isEqualTo("again");
    }

    @Test
    void the_same_idempotency_key_gives_the_same_run_and_another_request_is_refused() {
        var card = client.card("x");
        var suite = client.suite("{}");
        var key = TestServers.unique("key");
        var first = client.start(card, suite, ECHO, "", "Idempotency-Key", key);
        var second = client.start(card, suite, ECHO, "", "Idempotency-Key", key);
        assertThat(second.get("id")).isEqualTo(first.get("id"));
        var other = client.startAnswer(card, suite, ECHO, "\"repeat\": 2", "Idempotency-Key", key);
        assertThat(other.status()).isEqualTo(409);
    }

    @Test
    void a_run_is_found_by_its_number_and_lists_the_newest_first() {
        var run = client.start(client.card("x"), client.suite("{}"), ECHO, "");
        var number = run.get("number").asText();
        assertThat(client.run(number).get("id")).isEqualTo(run.get("id"));
        assertThat(client.get("/runs?limit=1").json().at("/items/0/number").asText())
                .isEqualTo(number);
    }

    @Test
    void an_execution_is_found_by_its_id() {
        var run = client.settled(client.start(client.card("x"), client.suite("{}"), ECHO, ""));
        JsonNode execution = client.executions(run).getFirst();
        var found = client.get("/executions/" + execution.get("id").asText());
        assertThat(found.json()).isEqualTo(execution);
        assertThat(client.get("/executions/" + run.get("id").asText()).status()).isEqualTo(404);
    }

    @Test
    void the_step_log_says_what_happened_as_a_list_and_as_a_stream() {
        var run = client.settled(client.start(client.card("x"), client.suite("{}"), ECHO, ""));
        var path = "/runs/" + run.get("id").asText() + "/events";
        assertThat(client.get(path).json().get("items"))
                .extracting(event -> event.get("kind").asText())
                .containsExactly("started", "completed");
        var stream = client.get(path, "Accept", "text/event-stream").text();
        assertThat(stream).contains("event: progress", "event: started", "event: completed");
    }

    @Test
    void what_is_wrong_with_a_request_is_said_before_anything_is_stored() {
        var card = client.card("x");
        var suite = client.suite("{}");
        assertRefused(client.startAnswer("none", suite, ECHO, ""), "there is no card 'none'");
        assertRefused(client.startAnswer(card, "none", ECHO, ""), "there is no suite 'none'");
        assertRefused(client.startAnswer(card, suite, "", ""), "name at least one");
        assertRefused(client.startAnswer(card, suite, ECHO, "\"repeat\": 0"), "repeat");
        assertRefused(
                client.startAnswer(card, suite, ECHO, "\"onUnknown\": \"maybe\""), "onUnknown");
    }

    @Test
    void a_case_that_cannot_be_stored_is_named_by_its_line() {
        var slug = TestServers.unique("suite");
        assertRefused(client.upload(slug, "{}", "{\"vars\": 5}"), "line 2", "'vars'");
        assertRefused(client.upload(slug, "{}", "{}", "{\"varz\": {}}"), "line 3", "varz");
        assertRefused(client.upload(slug, "{}", "{", "{}"), "line 2");
        assertRefused(
                client.upload(slug, "{}", "{\"vars\": {\"a\": \"\\u0000\"}}"), "line 2", "U+0000");
        assertRefused(
                client.upload(slug, "{}", "{\"key\": \"k\"}", "{\"key\": \"k\"}"), "line 3", "'k'");
        assertThat(client.get("/suites/" + slug).json().get("revision").asInt()).isZero();
    }

    @Test
    void a_suite_that_says_the_same_stays_at_its_revision() {
        var slug = client.suite("{\"vars\": {\"a\": 1, \"b\": 2}}");
        var same = client.upload(slug, "{}", "{\"vars\": {\"b\": 2, \"a\": 1}}");
        assertThat(same.status()).isEqualTo(200);
        assertThat(same.json().get("revision").asInt()).isEqualTo(1);
        var other = client.upload(slug, "{}", "{\"vars\": {\"b\": 3}}");
        assertThat(other.status()).isEqualTo(201);
    }

    private static void assertRefused(Api.Answer answer, String... words) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).contains(words);
    }
}
