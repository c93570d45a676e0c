package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.provider.FakeEndpoint;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/// Runs that go through connections of their workspace, over HTTP, with the worker of the same
/// process.
@MicronautTest(transactional = false)
@Property(name = "promptcards.allow-addresses", value = "127.0.0.1")
class ConnectedRunTest implements OnTestServers {

    private static final String KEY = "sk-of-the-team-and-nobody-else";
    private static final String ANSWER =
            """
            {"choices": [{"message": {"content": "{\\"pass\\": true, \\"score\\": 1, \\"reason\\": \\"\\"}"}}],
             "usage": {"prompt_tokens": 10, "completion_tokens": 1, "total_tokens": 11}}
            """;

    @Inject EmbeddedServer server;
    private String connections;
    private Api api;
    private RunningServer client;
    private FakeEndpoint endpoint;
    private CountDownLatch gate;

    @BeforeEach
    void connect() {
        api = new Api(server.getURI());
        var workspace = "w-" + TestServers.workspace();
        connections = "/api/v1/workspaces/" + workspace + "/connections";
        client = new RunningServer(api, workspace);
        gate = new CountDownLatch(0);
        endpoint =
                new FakeEndpoint(
                        (_, out) -> {
                            gate.await();
                            FakeEndpoint.send(out, 200, ANSWER);
                        });
    }

    @AfterEach
    void close() {
        gate.countDown();
        endpoint.close();
    }

    @Test
    void a_run_names_a_connection_and_takes_key_address_and_price_from_it() {
        make("team", "\"prices\": {\"m\": {\"input\": 100000, \"output\": 0}}");
        var run = run("{\"id\": \"openai:chat:m\", \"connection\": \"team\"}", "");

        assertThat(run.get("passed").asInt()).as(run.toString()).isEqualTo(1);
        assertThat(run.get("costUsd").asDouble()).isEqualTo(1.0);
        assertThat(endpoint.requests())
                .singleElement()
                .satisfies(
                        sent -> {
                            assertThat(sent.head()).contains("authorization: Bearer " + KEY);
                            assertThat(sent.body()).doesNotContain("connection");
                        });
    }

    @Test
    void a_run_without_a_key_takes_the_default() {
        make("team", "\"default\": true");
        var run = run("{\"id\": \"openai:chat:m\"}", "");

        assertThat(run.get("passed").asInt()).as(run.toString()).isEqualTo(1);
        assertThat(endpoint.requests()).hasSize(1);
    }

    @Test
    void a_run_stays_with_the_default_it_was_started_with() {
        make("team", "\"default\": true, \"limits\": {\"maxConcurrency\": 1}");
        gate = new CountDownLatch(1);
        try (var later = FakeEndpoint.answering(200, ANSWER)) {
            var started =
                    client.start(
                            client.card("{{ q }}"),
                            client.suite(
                                    "{\"vars\": {\"q\": \"a\"}}", "{\"vars\": {\"q\": \"b\"}}"),
                            "{\"id\": \"openai:chat:m\"}",
                            "");
            await().until(() -> endpoint.requests().size() == 1);
            var other = "{\"kind\": \"openai\", \"baseUrl\": \"%s\", \"default\": true}";
            api.send("PUT", connections + "/later", other.formatted(later.baseUrl()));
            gate.countDown();
            assertThat(client.settled(started).get("passed").asInt()).isEqualTo(2);
            assertThat(later.requests()).isEmpty();
        }
    }

    @Test
    void a_run_with_a_key_of_its_own_takes_no_default() {
        make("team", "\"default\": true");
        try (var own = FakeEndpoint.answering(200, ANSWER)) {
            var run =
                    run(
                            "{\"id\": \"openai:chat:m\"}",
                            "\"secrets\": {\"OPENAI_API_KEY\": \"sk-mine\", \"OPENAI_BASE_URL\":"
                                    + " \"%s\"}".formatted(own.baseUrl()));
            assertThat(run.get("passed").asInt()).as(run.toString()).isEqualTo(1);
            assertThat(own.requests().getFirst().head()).contains("Bearer sk-mine");
        }
        assertThat(endpoint.requests()).isEmpty();
    }

    @Test
    void judges_go_through_connections_too_named_or_by_default() {
        make("team", "\"default\": true");
        var suite =
                client.suite(
                        """
                        {"assert": [{"type": "llm-rubric", "value": "fine", "provider":
                          {"id": "openai:chat:judge", "config": {"connection": "team"}}}]}
                        """
                                .replace("\n", " "),
                        "{\"assert\": [{\"type\": \"llm-rubric\", \"value\": \"good\"}]}");
        var run = client.settled(client.start(client.card("x"), suite, "{\"id\": \"echo\"}", ""));

        assertThat(run.get("passed").asInt()).as(client.executions(run).toString()).isEqualTo(2);
        assertThat(endpoint.requests())
                .hasSize(2)
                .allSatisfy(sent -> assertThat(sent.head()).contains("Bearer " + KEY));
    }

    @Test
    void a_run_that_names_what_is_not_there_is_refused() {
        var answer =
                client.startAnswer(
                        client.card("x"),
                        client.suite("{}"),
                        "{\"id\": \"openai:chat:m\", \"connection\": \"none\"}",
                        "");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("There is no connection `none`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"id\": \"openai:chat:m\", \"config\": {\"apiBaseUrl\": \"EVIL\"}",
                "\"id\": \"openai:chat:m\", \"config\": {\"apiHost\": \"EVIL\"}",
                "\"id\": \"openai:chat:m\", \"config\": {\"apiKey\": \"mine\"}",
                "\"id\": \"openai:chat:m\", \"config\": {\"apiKeyEnvar\": \"X\"}",
                "\"id\": \"openai:chat:other\"",
                "\"id\": \"openai:chat:m\", \"config\": {\"model\": \"other\"}",
                "\"id\": \"openai:chat:m\", \"config\": {\"passthrough\": {\"model\": \"other\"}}",
                "\"id\": \"mistral:m\"",
                "\"id\": \"EVIL\"",
            })
    void nothing_a_run_writes_leads_its_key_elsewhere_or_past_its_models(String provider) {
        make("team", "\"models\": [\"m\"]");
        try (var evil = FakeEndpoint.answering(200, ANSWER)) {
            var run =
                    run(
                            "{%s, \"connection\": \"team\"}"
                                    .formatted(provider.replace("EVIL", evil.baseUrl())),
                            "\"secrets\": {\"OPENAI_BASE_URL\": \"%s\"}".formatted(evil.baseUrl()));
            assertThat(run.get("errors").asInt()).isEqualTo(1);
            assertThat(client.executions(run).getFirst().get("error").asText()).contains("`team`");
            assertThat(evil.connections()).isZero();
        }
        assertThat(endpoint.connections()).isZero();
    }

    @Test
    void an_address_among_the_keys_of_a_run_does_not_move_a_connection() {
        make("team", "");
        try (var evil = FakeEndpoint.answering(200, ANSWER)) {
            var run =
                    run(
                            "{\"id\": \"openai:chat:m\", \"connection\": \"team\"}",
                            "\"secrets\": {\"OPENAI_BASE_URL\": \"%s\", \"OPENAI_API_HOST\": \"x\"}"
                                    .formatted(evil.baseUrl()));
            assertThat(run.get("passed").asInt()).isEqualTo(1);
            assertThat(evil.connections()).isZero();
        }
    }

    @Test
    void an_endpoint_of_an_authors_own_goes_behind_the_base_url() {
        api.send(
                "PUT",
                connections + "/own",
                "{\"kind\": \"http\", \"baseUrl\": \"%s\", \"key\": \"%s\"}"
                        .formatted(endpoint.baseUrl(), KEY));
        var run =
                run(
                        "{\"id\": \"http\", \"connection\": \"own\", \"config\": {\"url\":"
                                + " \"/ask\", \"body\": {\"q\": \"{{ prompt }}\"}}}",
                        "");
        assertThat(run.get("passed").asInt()).as(client.executions(run).toString()).isEqualTo(1);
        assertThat(endpoint.requests().getFirst().head())
                .startsWith("POST /v1/ask ")
                .contains("Bearer " + KEY);
    }

    @Test
    void a_connection_removed_while_a_run_is_under_way_ends_what_is_left_as_errors_that_name_it() {
        make("team", "\"limits\": {\"maxConcurrency\": 1}");
        gate = new CountDownLatch(1);
        var cases =
                IntStream.range(0, 6)
                        .mapToObj("{\"vars\": {\"q\": \"%d\"}}"::formatted)
                        .toArray(String[]::new);
        var started =
                client.start(
                        client.card("{{ q }}"),
                        client.suite(cases),
                        "{\"id\": \"openai:chat:m\", \"connection\": \"team\"}",
                        "");
        await().until(() -> endpoint.requests().size() == 1);
        assertThat(api.send("DELETE", connections + "/team", null).status()).isEqualTo(204);
        gate.countDown();
        var run = client.settled(started);

        assertThat(run.get("passed").asInt()).isEqualTo(1);
        assertThat(run.get("errors").asInt()).isEqualTo(5);
        assertThat(client.executions(run))
                .filteredOn(execution -> execution.get("outcome").asText().equals("error"))
                .extracting(execution -> execution.get("error").asText())
                .allSatisfy(error -> assertThat(error).contains("connection `team`"));
        assertThat(endpoint.requests()).hasSize(1);
    }

    private void make(String slug, String more) {
        var answer =
                api.send(
                        "PUT",
                        connections + "/" + slug,
                        "{\"kind\": \"openai\", \"baseUrl\": \"%s\", \"key\": \"%s\"%s}"
                                .formatted(
                                        endpoint.baseUrl(),
                                        KEY,
                                        more.isEmpty() ? "" : ", " + more));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private JsonNode run(String provider, String more) {
        return client.settled(client.start(client.card("x"), client.suite("{}"), provider, more));
    }
}
