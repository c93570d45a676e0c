package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/// What the database refuses to store ends its item, and not the patience of whoever waits.
@MicronautTest(transactional = false)
@Property(name = "promptcards.allow-addresses", value = "127.0.0.1")
class UnstorableOutcomeTest implements OnTestServers {

    private static final String REFUSED = "what came of this cannot be stored";
    private static final String KEY = "\"secrets\": {\"OPENAI_API_KEY\": \"k\"}";

    @Inject EmbeddedServer server;
    private RunningServer client;
    private CountingModel model;

    @BeforeAll
    void connect() throws IOException {
        client = new RunningServer(new Api(server.getURI()), "default");
        model = new CountingModel(0);
    }

    @AfterAll
    void stop() {
        model.close();
    }

    @Test
    void an_outcome_that_cannot_be_stored_is_an_error_and_its_run_ends() {
        var suite = client.suite("{\"vars\": {\"q\": \"a\"}}");

        var run = run(suite, provider("m", "1e20"), KEY);

        assertThat(run.path("state").asText()).isEqualTo("completed");
        assertThat(client.executions(run).getFirst().path("error").asText()).startsWith(REFUSED);
    }

    @Test
    void an_unknown_outcome_that_cannot_be_stored_is_held_without_what_is_refused() {
        var suite = client.suiteWith(judged("llm-rubric", "0"), "{\"vars\": {\"q\": \"unknown\"}}");

        var run = run(suite, provider("m", "1e20"), KEY + ", \"onUnknown\": \"hold\"");

        assertThat(run.path("state").asText()).isEqualTo("held");
        assertThat(client.executions(run).getFirst().path("error").asText())
                .startsWith("unknown outcome; " + REFUSED);
    }

    @Test
    void a_comparison_that_cannot_be_stored_is_an_error_of_its_row() {
        var suite =
                client.suiteWith(judged("select-best", "1e20"), "{\"vars\": {\"q\": \"best\"}}");

        var run =
                run(
                        suite,
                        "{\"id\": \"echo\"}, {\"id\": \"echo\", \"label\": \"b\"}",
                        KEY + ", \"onUnknown\": \"retry\"");

        assertThat(run.path("state").asText()).isEqualTo("completed");
        assertThat(client.executions(run))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.path("error").asText()).startsWith(REFUSED));
    }

    private JsonNode run(String suite, String providers, String more) {
        return client.settled(client.start(client.card("{{ q }}"), suite, providers, more));
    }

    private String provider(String name, String cost) {
        return "{\"id\": \"openai:chat:%s\", \"config\": {\"apiBaseUrl\": \"%s\", \"cost\": %s}}"
                .formatted(name, model.url(), cost);
    }

    /// Defaults with an assertion whose judge loses its first answer.
    private String judged(String kind, String cost) {
        return "{\"assert\": [{\"type\": \"%s\", \"value\": \"%s %s\"}], \"options\": {\"provider\": %s}}"
                .formatted(kind, CountingModel.LOST, kind, provider("judge", cost));
    }
}
