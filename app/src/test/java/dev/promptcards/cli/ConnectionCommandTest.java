package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.provider.FakeEndpoint;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

@MicronautTest(transactional = false)
@Property(name = "promptcards.allow-addresses", value = "127.0.0.1")
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
@ResourceLock("java.lang.System.in")
class ConnectionCommandTest implements OnTestServers {

    private static final String KEY = "sk-from-the-input-4711";
    private static final String OK = "{\"choices\": [{\"message\": {\"content\": \"ok\"}}]}";

    @Inject EmbeddedServer server;
    @TempDir Path data;
    private String workspace;

    @BeforeEach
    void newWorkspace() {
        workspace = "w-" + TestServers.workspace();
        Command.find(server.getURI(), data);
    }

    @Test
    void a_connection_is_made_listed_tried_changed_and_removed() {
        try (var endpoint = FakeEndpoint.answering(200, OK)) {
            var made =
                    withInput(
                            KEY + "\n",
                            "set",
                            "team",
                            "--kind",
                            "openai",
                            "--base-url",
                            endpoint.baseUrl(),
                            "--models",
                            "m,n",
                            "--requests-per-minute",
                            "600",
                            "--default",
                            "--key-stdin");
            assertThat(made.said()).as(made.text()).contains("team is made, with a key");

            var listed = run("list");
            assertThat(listed.said())
                    .contains("team", "openai", endpoint.baseUrl(), "…4711", "default")
                    .doesNotContain(KEY);
            var tried = run("test", "team");
            assertThat(tried.exitCode()).as(tried.text()).isZero();
            assertThat(tried.said()).contains("openai:m answered in").contains(": ok");
            assertThat(endpoint.requests().getFirst().head()).contains("Bearer " + KEY);

            assertThat(run("set", "team", "--models", "n", "--no-default").said())
                    .contains("team is changed, with a key");
            var other = run("test", "team", "--model", "m");
            assertThat(other.exitCode()).isEqualTo(1);
            assertThat(other.said()).contains("did not answer", "does not allow the model `m`");
        }
        assertThat(run("remove", "team").exitCode()).isZero();
        assertThat(run("list").said()).isEmpty();
        assertThat(run("remove", "team").complained()).contains("no connection `team`");
    }

    @Test
    void a_key_that_is_not_there_is_asked_for_by_its_place() {
        assertThat(run("set", "team", "--kind", "openai", "--key-env", "NO_SUCH_VARIABLE").text())
                .contains("--key-env: NO_SUCH_VARIABLE is not set");
        assertThat(withInput("", "set", "team", "--kind", "openai", "--key-stdin").text())
                .contains("--key-stdin: the input holds no key");
        assertThat(run("list").said()).isEmpty();
    }

    private Command withInput(String input, String... arguments) {
        var before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private Command run(String... arguments) {
        var all =
                Stream.of(
                        Stream.of("connection"),
                        Arrays.stream(arguments),
                        Stream.of("--data", data.toString()),
                        Stream.of("--server", server.getURI().toString()),
                        Stream.of("--workspace", workspace));
        return Command.run(all.flatMap(it -> it).toArray(String[]::new));
    }
}
