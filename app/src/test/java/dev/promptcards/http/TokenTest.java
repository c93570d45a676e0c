package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;

@MicronautTest
class TokenTest implements OnTestServers {

    private static final String CARDS = "/api/v1/workspaces/default/cards";

    @Inject EmbeddedServer server;
    private Api api;

    @BeforeEach
    void connect() {
        api = new Api(server.getURI(), null);
    }

    @Test
    void the_token_lets_in() {
        assertThat(api.get(CARDS, "Authorization", "Bearer " + Api.LOCAL_TOKEN).status())
                .isEqualTo(200);
        assertThat(api.get(CARDS, "Authorization", "bearer " + Api.LOCAL_TOKEN).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer " + Api.LOCAL_TOKEN + "!",
                "Bearer local",
                "Bearer ",
                "Basic " + Api.LOCAL_TOKEN,
                "x"
            })
    void another_token_does_not(String authorization) {
        var answer = api.get(CARDS, "Authorization", authorization);

        GroundTest.assertProblem(answer, 401, "unauthenticated");
        assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
        assertThat(answer.json().path("detail").textValue()).contains("server.json");
    }

    @Test
    void a_server_without_a_token_speaks_of_none() {
        var properties = new HashMap<String, Object>(TestServers.properties());
        properties.remove("promptcards.token");
        properties.put("micronaut.server.port", "-1");
        try (var other = ApplicationContext.run(EmbeddedServer.class, properties)) {
            var answer = new Api(other.getURI(), null).get(CARDS);

            GroundTest.assertProblem(answer, 401, "unauthenticated");
            assertThat(answer.json().path("detail").textValue())
                    .contains("API key")
                    .doesNotContain("server.json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/workspaces/default/cards",
                "/api/v1/workspaces/nowhere/cards",
                "/api/v1/nothing",
                "/api/"
            })
    void without_a_token_nothing_under_api_is_told(String path) {
        GroundTest.assertProblem(api.get(path), 401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/v1/workspaces/default/cards",
                "/%61pi/v1/workspaces/default/cards",
                "/x/../api/v1/workspaces/default/cards",
                "/API/v1/workspaces/default/cards",
                "/;/api/v1/workspaces/default/cards"
            })
    void no_other_spelling_of_an_address_gets_around_the_token(String path) {
        assertThat(api.get(path).status()).isIn(400, 401, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/health/liveness", "/health/readiness", "/prometheus", "/openapi.yaml"})
    void health_metrics_and_the_description_are_open(String path) {
        assertThat(api.get(path).status()).isEqualTo(200);
    }
}
