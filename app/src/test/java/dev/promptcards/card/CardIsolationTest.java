package dev.promptcards.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

@MicronautTest
class CardIsolationTest implements OnTestServers {

    @Inject EmbeddedServer server;
    private Api api;
    private String ours;
    private String theirs;

    @BeforeEach
    void two_workspaces() {
        api = new Api(server.getURI());
        ours = "/api/v1/workspaces/w-" + TestServers.workspace() + "/cards";
        theirs = "/api/v1/workspaces/w-" + TestServers.workspace() + "/cards";
        api.send("PUT", theirs + "/plan", "{\"template\": \"their secret\"}");
        api.send("PUT", theirs + "/plan/labels/production", "{\"version\": 1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /plan                           |",
                "PATCH  | /plan                           | {\"title\": \"mine\"}",
                "DELETE | /plan                           |",
                "GET    | /plan/versions                  |",
                "POST   | /plan/versions                  | {\"template\": \"mine\"}",
                "GET    | /plan/versions/1                |",
                "GET    | /plan/labels/production         |",
                "PUT    | /plan/labels/production         | {\"version\": 1}",
                "DELETE | /plan/labels/production         |",
                "GET    | /plan/labels/production/history |",
                "POST   | /plan/render                    | {}"
            })
    void a_card_of_another_workspace_is_not_there(String method, String below, String body) {
        var before = api.get(theirs + "/plan").text();

        var answer = api.send(method, ours + below, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
        assertThat(answer.text()).doesNotContain("secret");
        assertThat(api.get(theirs + "/plan").text()).isEqualTo(before);
    }

    @Test
    void listings_and_exports_hold_nothing_of_another_workspace() {
        assertThat(api.get(ours).json().path("items")).isEmpty();
        assertThat(api.get(ours + "/export").text()).isEmpty();
    }

    @Test
    void the_same_slug_is_another_card_in_another_workspace() {
        assertThat(api.send("PUT", ours + "/plan", "{\"template\": \"ours\"}").status())
                .isEqualTo(201);
        var line =
                "{\"title\": \"plan\", \"slug\": \"plan\", \"versions\": [{\"template\": \"x\"}]}";
        api.stream(
                "POST",
                ours + "/import",
                new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)),
                "application/x-ndjson");

        assertThat(api.get(ours + "/plan").json().path("latestVersion").intValue()).isEqualTo(2);
        assertThat(api.get(theirs + "/plan").json().path("latestVersion").intValue()).isEqualTo(1);
    }

    @Test
    void a_cursor_of_another_workspace_shows_only_ones_own() {
        api.send("PUT", theirs + "/plan-2", "{\"template\": \"their secret\"}");
        api.send("PUT", ours + "/mine", "{\"template\": \"x\"}");
        var cursor = api.get(theirs + "?limit=1").json().path("next").textValue();

        var page = api.get(ours + "?cursor=" + cursor);

        assertThat(page.text()).doesNotContain("plan");
    }
}
