package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.provider.FakeEndpoint;
import dev.promptcards.tenancy.WorkspaceTransactions;
import dev.promptcards.tenancy.Workspaces;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keys written literally into the configuration of an `http` provider.
@MicronautTest(transactional = false)
@Property(name = "promptcards.allow-addresses", value = "127.0.0.1")
class WrittenKeysTest implements OnTestServers {

    private static final String[] KEYS = {"k-header", "k-query", "k-auth"};

    @Inject EmbeddedServer server;
    @Inject Workspaces workspaces;
    @Inject WorkspaceTransactions transactions;

    @Test
    void they_are_sent_and_neither_stored_in_the_columns_nor_shown() {
        var client = new RunningServer(new Api(server.getURI()), "default");
        try (var endpoint = FakeEndpoint.answering(200, "{\"a\": \"there\"}")) {
            var provider =
                    """
                    {"id": "http", "config": {"url": "%s/x?sig=k-query", "method": "POST",
                     "headers": {"X-Auth": "k-header"}, "body": {"q": "{{prompt}}"},
                     "auth": {"type": "api_key", "keyName": "X-Id", "value": "k-auth"},
                     "transformResponse": "json.a"}}
                    """
                            .formatted(endpoint.baseUrl());
            var run =
                    client.settled(
                            client.start(
                                    client.card("{{ q }}"),
                                    client.suite("{\"vars\": {\"q\": \"a\"}}"),
                                    provider,
                                    ""));
            var execution = client.executions(run).getFirst();
            assertThat(execution.get("output").asText())
                    .as(execution.toString())
                    .isEqualTo("there");
            assertThat(endpoint.requests().getFirst().head()).contains(KEYS);
            var id = run.get("id").asText();
            assertThat(client.get("/runs/" + id).text()).doesNotContain(KEYS);
            assertThat(client.get("/runs/" + id + "/executions").text()).doesNotContain(KEYS);
        }
    }

    @Test
    void errors_of_a_run_that_kept_no_names_of_its_keys_are_not_tried_again() {
        var client = new RunningServer(new Api(server.getURI()), "default");
        var run =
                client.settled(
                        client.start(
                                client.card("x"),
                                client.suite("{}"),
                                "{\"id\": \"openai:chat:m\"}",
                                ""));
        var workspace = workspaces.idOf("default").orElseThrow();
        int changed =
                transactions.inWorkspace(
                        workspace,
                        handle ->
                                handle.createUpdate(
                                                """
                                                UPDATE test_runs SET given = NULL
                                                 WHERE workspace_id = :workspaceId AND id = :id
                                                """)
                                        .bind("workspaceId", workspace.value())
                                        .bind("id", UUID.fromString(run.get("id").asText()))
                                        .execute());
        assertThat(changed).isEqualTo(1);

        var refused =
                client.post(
                        "/runs/" + run.get("id").asText() + "/retry-errors",
                        "{\"secrets\": {\"OPENAI_API_KEY\": \"k\"}}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("Nothing was called. Start it anew");
        assertThat(client.run(run.get("id").asText()).get("given").isNull()).isTrue();
    }

    @Test
    void errors_of_a_run_that_has_ended_are_tried_again_with_all_it_was_started_with() {
        var client = new RunningServer(new Api(server.getURI()), "default");
        var down = new AtomicBoolean(true);
        try (var endpoint =
                new FakeEndpoint(
                        (_, out) ->
                                FakeEndpoint.send(
                                        out, down.get() ? 400 : 200, "{\"a\": \"there\"}"))) {
            var provider =
                    """
                    {"id": "http", "label": "mine", "config": {"url": "%s/x?sig=k-query",
                     "headers": {"X-Auth": "%%s", "X-Team": "{{env.TEAM}}"},
                     "auth": {"type": "api_key", "keyName": "X-Id", "value": "k-auth"},
                     "validateStatus": "status < 300", "transformResponse": "json.a"}}
                    """
                            .formatted(endpoint.baseUrl());
            var run =
                    client.settled(
                            client.start(
                                    client.card("x"),
                                    client.suite("{}"),
                                    provider.formatted("k-header"),
                                    "\"env\": {\"TEAM\": \"k-team\"}"));
            assertThat(run.get("errors").asInt()).isEqualTo(1);
            int calls = endpoint.requests().size();
            down.set(false);
            var retry = "/runs/" + run.get("id").asText() + "/retry-errors";

            for (var lacking :
                    List.of(
                            "{}",
                            "{\"env\": {\"TEAM\": \"k-team\"}}",
                            "{\"providers\": [" + provider.formatted("k-header") + "]}",
                            "{\"env\": {\"TEAM\": \"k-team\"}, \"providers\": ["
                                    + provider.formatted("k-header").replace("/x?", "/y?")
                                    + "]}")) {
                var refused = client.post(retry, lacking);
                assertThat(refused.status()).as(lacking).isEqualTo(400);
                assertThat(refused.text())
                        .contains("of 'mine'", "promptcards retry", "Nothing was called")
                        .doesNotContain(KEYS);
            }
            assertThat(endpoint.requests()).hasSize(calls);
            assertThat(client.run(run.get("id").asText()).get("errors").asInt()).isEqualTo(1);

            var whole =
                    "{\"env\": {\"TEAM\": \"k-team\"}, \"providers\": [%s]}"
                            .formatted(provider.formatted("k-newer"));
            assertThat(client.post(retry, whole).json().get("items").asInt()).isEqualTo(1);
            assertThat(client.settled(run).get("passed").asInt()).isEqualTo(1);
            assertThat(endpoint.requests().getLast().head())
                    .contains("k-newer", "k-query", "k-auth", "k-team");
        }
    }
}
