package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.cli.server.Access;
import dev.promptcards.cli.server.CommandFailure;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `promptcards key`, and commands that are let in by one.
@MicronautTest
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class KeyCommandTest implements OnTestServers {

    @Inject EmbeddedServer server;
    @TempDir Path directory;
    private String workspace;

    @BeforeEach
    void newWorkspace() {
        workspace = "w-" + TestServers.workspace();
        Command.find(server.getURI(), directory.resolve("data"));
    }

    @Test
    void a_key_is_made_used_listed_and_revoked() throws IOException {
        var made = run("key", "create", "ci", "--scope", "card.read,data.export", "--days", "7");
        assertThat(made.exitCode()).as(made.text()).isZero();
        var key = made.said().strip();
        assertThat(made.complained()).contains("not shown again").doesNotContain(key);

        assertThat(run("export", "cards", "--api-key", key).exitCode()).isZero();
        var file = Files.writeString(directory.resolve("key"), key + "\n");
        assertThat(run("export", "cards", "--api-key-file", file.toString()).exitCode()).isZero();
        assertThat(run("whoami", "--api-key", key).said())
                .startsWith("The API key ci (pck_")
                .doesNotContain(key);

        var listed = run("key", "list").said();
        assertThat(listed).contains("ci", "card.read,data.export", "last used").doesNotContain(key);
        var id = listed.substring(0, 36);
        assertThat(run("key", "revoke", id).exitCode()).isZero();
        assertThat(run("key", "list").said()).contains("revoked 20");

        var refused = run("export", "cards", "--api-key", key);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.complained())
                .contains("not valid", "The key is that of --api-key")
                .doesNotContain(key);
    }

    @Test
    void an_unknown_scope_is_told_so() {
        var done = run("key", "create", "ci", "--scope", "card.fly");

        assertThat(done.exitCode()).isEqualTo(1);
        assertThat(done.complained()).contains("scopes");
    }

    @Test
    void a_key_comes_from_the_flag_before_the_file_before_the_environment() throws IOException {
        var file = Files.writeString(directory.resolve("key"), "pck_file\n").toString();
        var environment = Map.of("PROMPTCARDS_API_KEY", " pck_env ");

        assertThat(word(environment, "--api-key", "pck_flag", "--api-key-file", file))
                .isEqualTo("pck_flag");
        assertThat(word(environment, "--api-key-file", file)).isEqualTo("pck_file");
        assertThat(word(environment)).isEqualTo("pck_env");
        assertThat(options().access(Map.of("PROMPTCARDS_API_KEY", " "))).isEmpty();
        assertThat(options().access(Map.of())).isEmpty();
    }

    @Test
    void what_is_no_key_is_told_so_and_not_repeated() {
        assertThatThrownBy(() -> options("--api-key", "sk-other").access(Map.of()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--api-key")
                .hasMessageNotContaining("sk-other");
        assertThatThrownBy(() -> options("--api-key-file", "nowhere").access(Map.of()))
                .hasMessageContaining("--api-key-file: nowhere cannot be read");
    }

    private static String word(Map<String, String> environment, String... arguments) {
        return options(arguments).access(environment).map(Access::word).orElseThrow();
    }

    private static ApiKeyOptions options(String... arguments) {
        return CommandLine.populateCommand(new ApiKeyOptions(), arguments);
    }

    private Command run(String... command) {
        var arguments = new ArrayList<>(List.of(command));
        arguments.addAll(
                List.of(
                        "--server",
                        server.getURI().toString(),
                        "--data",
                        directory.resolve("data").toString()));
        if (!command[0].equals("whoami")) {
            arguments.addAll(List.of("--workspace", workspace));
        }
        return Command.run(arguments.toArray(String[]::new));
    }
}
