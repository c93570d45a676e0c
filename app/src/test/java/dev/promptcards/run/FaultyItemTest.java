package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.script.ScriptScope;

import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;

/// A fault of ours ends the item it is in, and tells where to look.
@MicronautTest(transactional = false)
@Property(name = "spec", value = "FaultyItemTest")
class FaultyItemTest implements OnTestServers {

    private static final String SECRET_OUTPUT = "what a model said";

    @Inject EmbeddedServer server;

    @Test
    void an_item_with_a_fault_ends_as_an_error_that_names_the_one_line_logged() {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var root = (Logger) LoggerFactory.getLogger("dev.promptcards.run.worker");
        root.addAppender(log);
        var client = new RunningServer(new Api(server.getURI()), "default");
        var run =
                client.settled(
                        client.start(
                                client.card("{{ q }}"),
                                client.suite("{\"vars\": {\"q\": \"a\"}}"),
                                "{\"id\": \"faulty:overflow\"}, {\"id\": \"faulty:state\"}",
                                ""));
        root.detachAppender(log);

        assertThat(run.path("state").asText()).isEqualTo("completed");
        assertThat(run.path("errors").asInt()).isEqualTo(2);
        var logged =
                log.list.stream()
                        .map(ILoggingEvent::getFormattedMessage)
                        .filter(line -> line.startsWith("fault "))
                        .toList();
        assertThat(logged).hasSize(2);
        assertThat(client.executions(run))
                .allSatisfy(row -> assertThat(logged).anyMatch(line -> line.contains(id(row))));
        assertThat(logged).noneMatch(line -> line.contains(SECRET_OUTPUT));
    }

    private static String id(JsonNode row) {
        var error = row.path("error").asText();
        return error.substring(error.lastIndexOf(' ') + 1);
    }

    @Singleton
    @Requires(property = "spec", value = "FaultyItemTest")
    static class Faulty implements Adapter {

        @Override
        public boolean speaks(String id) {
            return id.startsWith("faulty:");
        }

        @Override
        public String form() {
            return "";
        }

        @Override
        public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
            return new Resolved.Ready(new Overflowing(spec.id().equals("faulty:overflow")));
        }
    }

    private record Overflowing(boolean deep) implements Provider {

        @Override
        public ProviderResult call(ProviderRequest request) {
            if (deep) {
                throw new StackOverflowError();
            }
            throw new IllegalStateException(SECRET_OUTPUT);
        }

        @Override
        public ProviderResult read(byte[] stored, ObjectNode settings, Duration latency) {
            throw new IllegalStateException("nothing is stored");
        }

        @Override
        public boolean metered() {
            return false;
        }

        @Override
        public String connection() {
            return "faulty";
        }

        @Override
        public ObjectNode identity() {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
