package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Node;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Addresses written otherwise than they are meant, byte for byte over a socket, by nobody and by
/// who belongs to another workspace: what decides who may come in and what finds the endpoint must
/// read an address alike.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PathSpellingTest {

    private static final String SECRET = "what-nobody-else-may-read";

    private final TestDatabase database = TestServers.freshDatabase();
    private Node node;
    private String key;

    @BeforeAll
    void two_workspaces() {
        node = Node.on(database);
        var local = node.local();
        for (var slug : new String[] {"theirs", "ours"}) {
            local.send("PUT", "/api/v1/workspaces/" + slug, "{\"name\": \"%s\"}".formatted(slug));
        }
        local.send(
                "PUT",
                "/api/v1/workspaces/theirs/cards/one",
                "{\"title\": \"%1$s\", \"template\": \"%1$s\"}".formatted(SECRET));
        key =
                local.send(
                                "POST",
                                "/api/v1/workspaces/ours/keys",
                                "{\"name\": \"k\", \"scopes\": [\"card.read\", \"card.write\"]}")
                        .json()
                        .path("key")
                        .asText();
    }

    @AfterAll
    void stop() {
        node.close();
        database.close();
    }

    @Test
    void the_plain_spelling_is_answered_to_who_may() throws IOException {
        var plain = "GET /api/v1/workspaces/theirs/cards/one";
        assertThat(sent(plain, Api.LOCAL_TOKEN)).startsWith("HTTP/1.1 200").contains(SECRET);
        assertThat(sent(plain.replace("theirs", "ours"), key)).startsWith("HTTP/1.1 404");
    }

    @Test
    void an_address_too_long_and_an_id_that_is_none_are_told() throws IOException {
        var cards = "GET /api/v1/workspaces/theirs/cards?q=";
        assertThat(sent(cards + "x".repeat(4000), Api.LOCAL_TOKEN)).startsWith("HTTP/1.1 400");
        assertThat(sent(cards + "x".repeat(4200), Api.LOCAL_TOKEN))
                .contains(" 413 ", "An address takes 4,096 bytes");
        assertThat(sent("GET /api/v1/workspaces/theirs/executions/abc", Api.LOCAL_TOKEN))
                .startsWith("HTTP/1.1 400")
                .contains("id: expected an id such as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata.a\"b=1", "variables=[{}]", "q=a|b"})
    void what_should_have_been_escaped_is_said(String query) throws IOException {
        assertThat(sent("GET /api/v1/workspaces/theirs/cards?" + query, Api.LOCAL_TOKEN))
                .startsWith("HTTP/1.1 400")
                .contains("address: holds a character that must be escaped");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/workspaces/theirs/cards/one",
                "HEAD /api/v1/workspaces/theirs/cards/one",
                "OPTIONS /api/v1/workspaces/theirs/cards/one",
                "TRACE /api/v1/workspaces/theirs/cards/one",
                "PROPFIND /api/v1/workspaces/theirs/cards/one",
                "get /api/v1/workspaces/theirs/cards/one",
                "DELETE /api/v1/workspaces/theirs/cards/one/",
                "GET /api/v1/workspaces/theirs/cards/one/",
                "GET /api/v1/workspaces/theirs/cards/one//",
                "GET //api/v1/workspaces/theirs/cards/one",
                "GET ///api/v1/workspaces/theirs/cards/one",
                "GET /api//v1/workspaces/theirs/cards/one",
                "GET /api/v1//workspaces/theirs/cards/one",
                "GET /api/v1/workspaces//theirs/cards/one",
                "GET /api/v1/workspaces/theirs//cards/one",
                "GET /./api/v1/workspaces/theirs/cards/one",
                "GET /api/./v1/workspaces/theirs/cards/one",
                "GET /sign-in/../api/v1/workspaces/theirs/cards/one",
                "GET /api/v1/auth/../workspaces/theirs/cards/one",
                "GET /api/v1/auth/%2e%2e/workspaces/theirs/cards/one",
                "GET /api/v1/auth/..%2fworkspaces/theirs/cards/one",
                "GET /api/v1/auth%2f..%2fworkspaces/theirs/cards/one",
                "GET /%61pi/v1/workspaces/theirs/cards/one",
                "GET /%2561pi/v1/workspaces/theirs/cards/one",
                "GET /api/%761/workspaces/theirs/cards/one",
                "GET /API/v1/workspaces/theirs/cards/one",
                "GET /api%2fv1/workspaces/theirs/cards/one",
                "GET /api/v1%2fworkspaces/theirs/cards/one",
                "GET /api/v1/workspaces%2ftheirs/cards/one",
                "GET /api/v1/workspaces/theirs%2fcards/one",
                "GET /api/v1/workspaces/theirs%2Fcards%2Fone",
                "GET /api/v1/workspaces/theirs/cards%2fone",
                "GET /api/v1/workspaces/%74heirs/cards/one",
                "GET /api/v1/workspaces/%2574heirs/cards/one",
                "GET /api/v1/workspaces/THEIRS/cards/one",
                "GET /api/v1/workspaces/theirs%00/cards/one",
                "GET /api/v1/workspaces/theirs%20/cards/one",
                "GET /api/v1/workspaces/theirs;x=1/cards/one",
                "GET /api/v1/workspaces/theirs%3bx/cards/one",
                "GET /api;x=1/v1/workspaces/theirs/cards/one",
                "GET /api/v1/workspaces/theirs/cards/one;x=1",
                "GET /api/v1/workspaces/theirs/cards/one?x=/api/v1/auth/",
                "GET /api/v1/workspaces/theirs/cards/one#x",
                "GET /api/v1/workspaces/ours/../theirs/cards/one",
                "GET /api/v1/workspaces/ours/%2e%2e/theirs/cards/one",
                "GET /api/v1/workspaces/ours%2f..%2ftheirs/cards/one",
                "GET /api/v1/workspaces/ours/cards/../../theirs/cards/one",
                "GET /api/v1/workspaces/ours;/../theirs/cards/one",
                "GET /api/v1/workspaces/ours%2ftheirs/cards/one",
                "GET /api/v1/workspaces/ours?/theirs/cards/one",
                "GET /api/v1/workspaces/ours%3f/theirs/cards/one",
                "GET /api/v1/workspaces/theirs,ours/cards/one",
                "GET http://127.0.0.1/api/v1/workspaces/theirs/cards/one",
                "GET http://elsewhere.example/api/v1/workspaces/theirs/cards/one",
                "GET http://elsewhere.example//api/v1/workspaces/theirs/cards/one",
                "GET //elsewhere.example/api/v1/workspaces/theirs/cards/one",
                "GET api/v1/workspaces/theirs/cards/one",
                "GET \\api\\v1\\workspaces\\theirs\\cards\\one",
                "OPTIONS *",
            })
    void none_lets_in_whom_the_plain_one_keeps_out(String request) throws IOException {
        for (var token : new String[] {"", key}) {
            var answer = sent(request, token);

            assertThat(answer).as(request).doesNotContain(SECRET);
            assertThat(answer).as(request).matches("(?s)HTTP/1\\.1 (400|401|403|404|405) .*");
        }
    }

    @Test
    void a_method_is_what_it_says_and_no_header_makes_it_another() throws IOException {
        for (var header :
                new String[] {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"}) {
            var answer =
                    sent(
                            "POST /api/v1/workspaces/ours/cards/none",
                            key + "\r\n" + header + ": PUT");
            assertThat(answer).as(header).startsWith("HTTP/1.1 405");
        }
    }

    private String sent(String request, String token) throws IOException {
        var url = node.url();
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            var lines =
                    "%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\nContent-Length: 0\r\n%s\r\n"
                            .formatted(
                                    request,
                                    url.getPort(),
                                    token.isEmpty()
                                            ? ""
                                            : "Authorization: Bearer " + token + "\r\n");
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
