package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@MicronautTest
class ContentTypeFilterTest implements OnTestServers {

    @Inject EmbeddedServer server;

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/me, 401, ''",
        "GET, /api/v1/workspaces/default/cards, 200, local",
        "GET, /api/v1/workspaces/nowhere/cards, 404, local",
        "GET, /api/v1/nothing, 404, local",
        "DELETE, /api/v1/me, 403, local",
        "PUT, /api/v1/auth/sign-in, 405, ''",
        "POST, /api/v1/auth/sign-in, 400, ''",
        "GET, /sign-in, 200, ''",
        "GET, /join/none, 404, ''",
        "GET, /nothing, 404, ''",
        "GET, /health, 200, ''",
        "GET, /prometheus, 200, ''",
        "GET, /openapi.yaml, 200, ''",
    })
    void every_answer_is_to_be_taken_for_what_it_says(
            String method, String path, int status, String caller) {
        var api = new Api(server.getURI(), caller.isEmpty() ? null : Api.LOCAL_TOKEN);

        var answer = api.send(method, path, method.equals("POST") ? "{" : null);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    }
}
