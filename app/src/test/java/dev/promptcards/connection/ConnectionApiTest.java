package dev.promptcards.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.provider.FakeEndpoint;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@MicronautTest(transactional = false)
@Property(name = "promptcards.allow-addresses", value = "127.0.0.1")
class ConnectionApiTest implements OnTestServers {

    private static final String KEY = "sk-a-key-nobody-may-read-zyxw";

    @Inject EmbeddedServer server;
    private Api api;
    private String ours;
    private String theirs;

    @BeforeEach
    void two_workspaces() {
        api = new Api(server.getURI());
        ours = "/api/v1/workspaces/w-" + TestServers.workspace() + "/connections";
        theirs = "/api/v1/workspaces/w-" + TestServers.workspace() + "/connections";
    }

    @Test
    void a_connection_is_made_read_listed_and_shows_no_key() {
        var made =
                api.send(
                        "PUT",
                        ours + "/team",
                        """
                        {"kind": "openai", "baseUrl": "https://llm.example.com/v1/", "key": "%s",
                         "models": ["gpt-4o", "gpt-4o"], "headers": {"X-Team": "a-secret-value"},
                         "limits": {"requestsPerMinute": 60},
                         "prices": {"gpt-4o": {"input": 2.5, "output": 10}}, "default": true}
                        """
                                .formatted(KEY));

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.header("etag")).isEqualTo("\"r1\"");
        var read = api.get(ours + "/team");
        assertThat(read.json()).isEqualTo(made.json());
        assertThat(read.json().path("baseUrl").asText()).isEqualTo("https://llm.example.com/v1");
        assertThat(read.json().path("models")).hasSize(1);
        assertThat(read.json().path("headers").toString()).isEqualTo("[\"x-team\"]");
        assertThat(read.json().path("keySet").asBoolean()).isTrue();
        assertThat(read.json().path("keyHint").asText()).isEqualTo("zyxw");
        assertThat(read.json().path("default").asBoolean()).isTrue();
        var listed = api.get(ours).json().path("items");
        assertThat(listed).hasSize(1);
        assertThat(made.text() + read.text() + listed)
                .doesNotContain(KEY)
                .doesNotContain("a-secret-value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{} | kind: missing",
                "{'kind': 'nobody'} | kind: is one of alibaba, anthropic, azure",
                "{'kind': 'openai', 'baseUrl': 'ftp://x'} | baseUrl has to begin with http",
                "{'kind': 'openai', 'baseUrl': 'https://u:p@x.example'} | holds a password",
                "{'kind': 'openai', 'baseUrl': 'https://x.example/?k=v'} | ends before `?`",
                "{'kind': 'openai', 'baseUrl': 'http://10.0.0.1/v1'} | ALLOW_ADDRESSES=10.0.0.1",
                "{'kind': 'openai', 'baseUrl': 'http://2130706433/v1'} | ALLOW_ADDRESSES",
                "{'kind': 'http'} | baseUrl: missing",
                "{'kind': 'azure'} | baseUrl: missing",
                "{'kind': 'http', 'baseUrl': 'https://x.example', 'models': ['m']} | models: an"
                        + " http",
                "{'kind': 'openai', 'limits': {'perDay': 3}} | limits: has maxConcurrency",
                "{'kind': 'openai', 'limits': {'maxConcurrency': 0}} | `maxConcurrency` has to be",
                "{'kind': 'openai', 'prices': {'m': {'input': -1}}} | prices.m.input: is in USD",
                "{'kind': 'openai', 'key': ' sk-x'} | key: begins or ends with white space",
                "{'kind': 'openai', 'key': 'sk-{{ env.X }}'} | key: holds a template",
                "{'kind': 'openai', 'headers': {'host': 'x'}} | the header `host` cannot be set",
                "{'kind': 'openai', 'headers': {'x-a': 'ü'}} | headers.x-a: holds",
            })
    void what_is_wrong_is_refused_by_its_place(String body, String message) {
        var answer = api.send("PUT", ours + "/team", body.replace('\'', '"'));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains(message);
        assertThat(answer.text()).doesNotContain("sk-");
        assertThat(api.get(ours + "/team").status()).isEqualTo(404);
    }

    @Test
    void a_change_of_a_state_that_is_gone_is_refused() {
        api.send("PUT", ours + "/team", "{\"kind\": \"openai\"}");
        api.send("PUT", ours + "/team", "{\"kind\": \"openai\", \"models\": [\"m\"]}");
        for (var method : new String[] {"PUT", "PATCH", "DELETE"}) {
            assertThat(
                            api.send(
                                            method,
                                            ours + "/team",
                                            "{\"kind\": \"openai\"}",
                                            "If-Match",
                                            "\"r1\"")
                                    .status())
                    .isEqualTo(412);
        }
        assertThat(api.get(ours + "/team").json().path("models")).hasSize(1);
    }

    @Test
    void a_key_that_is_left_out_stays_and_goes_nowhere_new() {
        put("{\"kind\": \"openai\", \"baseUrl\": \"https://a.example\", \"key\": \"%s\"}");
        assertThat(put("{\"kind\": \"openai\", \"baseUrl\": \"https://a.example\"}"))
                .satisfies(kept -> assertThat(kept.json().path("keySet").asBoolean()).isTrue());
        for (var elsewhere :
                new String[] {
                    "{\"kind\": \"openai\", \"baseUrl\": \"https://b.example\"}",
                    "{\"kind\": \"openai\"}",
                    "{\"kind\": \"mistral\", \"baseUrl\": \"https://a.example\"}"
                }) {
            var refused = put(elsewhere);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("Send it again");
        }
        var patched = api.send("PATCH", ours + "/team", "{\"baseUrl\": \"https://b.example\"}");
        assertThat(patched.status()).isEqualTo(400);
        var taken = api.send("PATCH", ours + "/team", "{\"key\": \"\"}");
        assertThat(taken.json().path("keySet").asBoolean()).isFalse();
    }

    @Test
    void one_connection_of_a_kind_is_the_default() {
        api.send("PUT", ours + "/one", "{\"kind\": \"openai\", \"default\": true}");
        api.send("PUT", ours + "/two", "{\"kind\": \"openai\", \"default\": true}");
        api.send("PUT", ours + "/other", "{\"kind\": \"mistral\", \"default\": true}");

        assertThat(api.get(ours + "/one").json().path("default").asBoolean()).isFalse();
        assertThat(api.get(ours + "/two").json().path("default").asBoolean()).isTrue();
        assertThat(api.get(ours + "/other").json().path("default").asBoolean()).isTrue();
    }

    @Test
    void an_archived_connection_is_gone_and_comes_back_without_its_key() {
        put("{\"kind\": \"openai\", \"key\": \"%s\"}");
        assertThat(api.send("DELETE", ours + "/team", null).status()).isEqualTo(204);
        assertThat(api.get(ours + "/team").status()).isEqualTo(404);
        assertThat(api.get(ours).json().path("items")).isEmpty();
        assertThat(api.send("DELETE", ours + "/team", null).status()).isEqualTo(404);

        var again = put("{\"kind\": \"openai\"}");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json().path("keySet").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /team      |",
                "PATCH  | /team      | {\"models\": [\"m\"]}",
                "DELETE | /team      |",
                "POST   | /team/test | {\"model\": \"m\"}"
            })
    void a_connection_of_another_workspace_is_not_there(String method, String below, String body) {
        api.send("PUT", theirs + "/team", "{\"kind\": \"openai\", \"key\": \"" + KEY + "\"}");
        var before = api.get(theirs + "/team").text();

        var answer = api.send(method, ours + below, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
        assertThat(api.get(ours).json().path("items")).isEmpty();
        assertThat(api.get(theirs + "/team").text()).isEqualTo(before);
    }

    @Test
    void a_test_calls_once_and_says_what_came_back() {
        var answer =
                """
                {"choices": [{"message": {"content": "ok"}}],
                 "usage": {"prompt_tokens": 8, "completion_tokens": 1, "total_tokens": 9}}
                """;
        try (var endpoint = FakeEndpoint.answering(200, answer)) {
            put(
                    """
                    {"kind": "openai", "baseUrl": "BASE", "key": "%s", "models": ["m"],
                     "prices": {"m": {"input": 1000000, "output": 0}}}
                    """
                            .replace("BASE", endpoint.baseUrl()));
            var tried = api.send("POST", ours + "/team/test", "{}");

            assertThat(tried.json().path("ok").asBoolean()).as(tried.text()).isTrue();
            assertThat(tried.json().path("message").asText()).isEqualTo("ok");
            assertThat(tried.json().path("tokens").asInt()).isEqualTo(9);
            assertThat(tried.json().path("costUsd").asDouble()).isEqualTo(8);
            assertThat(endpoint.requests())
                    .singleElement()
                    .satisfies(sent -> assertThat(sent.head()).contains("Bearer " + KEY));
            var other = api.send("POST", ours + "/team/test", "{\"model\": \"n\"}");
            assertThat(other.json().path("message").asText())
                    .contains("does not allow the model `n`");
        }
    }

    @Test
    void a_test_that_is_refused_says_so_and_quotes_no_key() {
        try (var endpoint = FakeEndpoint.answering(401, "{\"error\": \"bad key " + KEY + "\"}")) {
            put(
                    "{\"kind\": \"openai\", \"baseUrl\": \"BASE\", \"key\": \"%s\"}"
                            .replace("BASE", endpoint.baseUrl()));
            var tried = api.send("POST", ours + "/team/test", "{\"model\": \"m\"}");

            assertThat(tried.json().path("ok").asBoolean()).isFalse();
            assertThat(tried.json().path("message").asText()).contains("401", "***");
            assertThat(tried.text()).doesNotContain(KEY);
        }
    }

    @Test
    void an_http_connection_is_tried_at_its_own_address() {
        try (var endpoint = FakeEndpoint.answering(200, "{\"up\": true}")) {
            put(
                    "{\"kind\": \"http\", \"baseUrl\": \"BASE\", \"key\": \"%s\"}"
                            .replace("BASE", endpoint.baseUrl()));
            var tried = api.send("POST", ours + "/team/test", null);

            assertThat(tried.json().path("ok").asBoolean()).as(tried.text()).isTrue();
            assertThat(endpoint.requests().getFirst().head())
                    .startsWith("GET /v1 ")
                    .contains("Bearer " + KEY);
        }
    }

    private Api.Answer put(String body) {
        return api.send("PUT", ours + "/team", body.replace("%s", KEY));
    }
}
