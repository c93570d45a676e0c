package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.provider.FakeEndpoint;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

/// Keys written literally into the configuration of an `http` provider.
@MicronautTest(transactional = false)
@Property(name = "promptcards.allow-addresses", value = "127.0.0.1")
class WrittenKeysTest implements OnTestServers {

    private static final String[] KEYS = {"k-header", "k-query", "k-auth"};

    @Inject EmbeddedServer server;

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
    void what_is_stored_of_a_configuration_says_where_and_not_with_what() throws Exception {
        var json = new ObjectMapper();
        var config =
                (ObjectNode)
                        json.readTree(
                                """
                                {"url": "https://me:k-user@host.example/x?sig=k-query&q={{prompt}}",
                                 "headers": {"X-Auth": "k-header", "Accept": "text/plain",
                                   "X-Env": "{{env.TOKEN}}", "X-Many": ["k-list"]},
                                 "auth": {"type": "bearer", "token": "k-auth"},
                                 "queryParams": {"id": "k-param"}, "max_tokens": 5,
                                 "body": {"link": "see https://a.example/?b=c"}}
                                """);
        assertThat(RunSecrets.withoutSecrets(config).orElseThrow())
                .isEqualTo(
                        json.readTree(
                                """
                                {"url": "https://host.example/x?sig=[REDACTED]&q={{prompt}}",
                                 "headers": {"Accept": "text/plain", "X-Env": "{{env.TOKEN}}",
                                   "X-Many": []},
                                 "auth": {"type": "bearer"}, "queryParams": {}, "max_tokens": 5,
                                 "body": {"link": "see https://a.example/?b=c"}}
                                """));
        var raw = json.createObjectNode().put("request", "GET / HTTP/1.1\nX-Auth: k-raw");
        assertThat(RunSecrets.withoutSecrets(raw).orElseThrow()).isEmpty();
        var harmless = json.createObjectNode().put("url", "https://host.example/x");
        assertThat(RunSecrets.withoutSecrets(harmless)).isEmpty();
    }
}
