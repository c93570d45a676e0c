package dev.promptcards.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One data directory through its days: the servers in it are the real ones, and a start takes
/// seconds, so each test goes on where the one before ended.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServerConnectionTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private DataDirectory data;
    private Process other;

    @BeforeAll
    void startInAnotherProcess(@TempDir Path temporary) throws IOException {
        data = DataDirectory.of(Optional.of(temporary.resolve("data")), Map.of());
        other = serveInAnotherProcess();
        await().atMost(LIMIT).until(() -> Files.exists(data.serverFile()));
    }

    @AfterAll
    void stop() {
        other.destroyForcibly();
    }

    @Test
    @Order(1)
    void a_running_server_is_found_and_lets_the_command_in() throws IOException {
        try (ServerConnection connection = ServerConnection.open(data, Map.of());
                ApiClient client = connection.client()) {
            assertThat(connection.ownProcess()).isFalse();
            assertThat(client.get("/api/v1/workspaces/default/cards").isObject()).isTrue();
        }
        assertThat(Files.getPosixFilePermissions(data.serverFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    @Order(2)
    void who_does_not_know_the_token_stays_outside() {
        URI url = RunningServer.of(data).orElseThrow().file().url();
        try (ApiClient stranger = new ApiClient(url, "guessed")) {
            assertThatThrownBy(() -> stranger.get("/api/v1/workspaces/default/cards"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("server.json");
        }
    }

    @Test
    @Order(3)
    void a_server_given_by_its_address_is_the_one_whose_token_is_known() {
        ServerFile file = RunningServer.of(data).orElseThrow().file();
        URI same = URI.create("http://localhost:%d/".formatted(file.url().getPort()));

        assertThat(ServerConnection.to(same, data, Map.of()).access().word())
                .isEqualTo(file.token());
        assertThat(
                        ServerConnection.to(
                                        URI.create("https://cards.example"),
                                        data,
                                        Map.of("PROMPTCARDS_TOKEN", "theirs"))
                                .access()
                                .word())
                .isEqualTo("theirs");
    }

    @Test
    @Order(4)
    void a_second_server_on_the_directory_is_refused() {
        assertThatThrownBy(() -> LocalServer.start(data, ServerSettings.inCommand(Map.of())))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("process " + other.pid())
                .hasMessageContaining("promptcards stop");
    }

    @Test
    @Order(5)
    void after_a_kill_the_next_command_serves_itself_on_the_same_database() throws Exception {
        String before = RunningServer.of(data).orElseThrow().file().databaseUrl();
        other.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        assertThat(RunningServer.of(data)).isEmpty();

        try (ServerConnection own = ServerConnection.open(data, Map.of())) {
            assertThat(own.ownProcess()).isTrue();
            assertThat(RunningServer.of(data).orElseThrow().file().databaseUrl()).isEqualTo(before);
        }
        assertThat(data.serverFile()).doesNotExist();
    }

    @Test
    @Order(6)
    void the_server_of_a_command_stays_until_the_last_command_that_uses_it_is_done() {
        ServerConnection first = ServerConnection.open(data, Map.of());
        ServerConnection second = ServerConnection.open(data, Map.of());
        assertThat(first.ownProcess()).isTrue();
        assertThat(second.ownProcess()).isFalse();

        CompletableFuture<Void> end = CompletableFuture.runAsync(first::close);
        await().atMost(LIMIT).until(() -> !Files.exists(data.serverFile()));
        assertThat(ApiClient.answers(second.url())).isTrue();
        assertThat(end).isNotDone();

        second.close();
        assertThat(end).succeedsWithin(LIMIT);
        assertThat(ApiClient.answers(second.url())).isFalse();
    }

    @Test
    @Order(7)
    void a_server_that_is_told_to_stop_leaves_nothing_running() throws Exception {
        other = serveInAnotherProcess();
        await().atMost(LIMIT).until(() -> Files.exists(data.serverFile()));
        RunningServer running = RunningServer.of(data).orElseThrow();

        running.stop();

        assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(other.exitValue()).isZero();
        assertThat(data.serverFile()).doesNotExist();
        assertThat(data.path().resolve("postgres/postmaster.pid")).doesNotExist();
    }

    private Process serveInAnotherProcess() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("dev.promptcards.cli.PromptCards");
        command.addAll(List.of("serve", "--port", "0", "--data", data.path().toString()));
        Path log = data.path().resolve("serve.log");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
