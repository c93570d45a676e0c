package dev.promptcards.http;

import dev.promptcards.Api;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

@MicronautTest
@Property(name = "database.url", value = "postgres://app:secret@127.0.0.1:1/promptcards")
@Property(name = "promptcards.token", value = Api.LOCAL_TOKEN)
class NoDatabaseTest {

    @Inject EmbeddedServer server;

    @Test
    void a_database_that_does_not_answer_is_a_problem_of_its_own() {
        var answer = new Api(server.getURI()).get("/api/v1/workspaces/default/cards");

        GroundTest.assertProblem(answer, 503, "unavailable");
    }
}
