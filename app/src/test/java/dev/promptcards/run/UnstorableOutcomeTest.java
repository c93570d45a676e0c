package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/// What the database refuses to store ends its item, and not the patience of whoever waits.
@MicronautTest(transactional = false)
@Property(name = "promptcards.allow-addresses", value = "127.0.0.1")
class UnstorableOutcomeTest implements OnTestServers {

    @Inject EmbeddedServer server;

    @Test
    void an_outcome_that_cannot_be_stored_is_an_error_and_its_run_ends() throws IOException {
        var client = new RunningServer(new Api(server.getURI()), "default");
        try (var model = new CountingModel(0)) {
            var suite = client.suite("{\"vars\": {\"q\": \"a\"}}");
            var priceless =
                    "{\"id\": \"openai:chat:m\", \"config\": {\"apiBaseUrl\": \"%s\", \"cost\": 1e20}}"
                            .formatted(model.url());

            var run =
                    client.settled(
                            client.start(
                                    client.card("{{ q }}"),
                                    suite,
                                    priceless,
                                    "\"secrets\": {\"OPENAI_API_KEY\": \"k\"}"));

            assertThat(run.path("state").asText()).isEqualTo("completed");
            assertThat(client.executions(run).getFirst().path("error").asText())
                    .startsWith("what came of this cannot be stored");
        }
    }
}
