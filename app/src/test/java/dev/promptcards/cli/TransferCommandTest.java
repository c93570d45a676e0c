package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@MicronautTest
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class TransferCommandTest implements OnTestServers {

    private static final String LINE =
            "{\"title\": \"A\", \"versions\": [{\"template\": \"a\"}, {\"template\": \"b\"}]}\n";

    @Inject EmbeddedServer server;
    @TempDir Path directory;
    private String workspace;
    private String said = "";
    private String complained = "";

    @BeforeEach
    void newWorkspace() {
        workspace = "w-" + TestServers.workspace();
    }

    @Test
    void cards_go_in_and_come_out_again() throws IOException {
        var in = Files.writeString(directory.resolve("in.jsonl"), LINE);
        var out = directory.resolve("out.jsonl");

        int code = run("import", "cards", in.toString());
        assertThat(code).as(complained).isZero();
        assertThat(said.strip())
                .isEqualTo("1 cards and 2 versions added; 0 of 1 lines held nothing new.");
        assertThat(run("import", "cards", in.toString())).isZero();
        assertThat(said).startsWith("0 cards and 0 versions added; 1 of 1");
        assertThat(run("export", "cards", "-o", out.toString())).isZero();
        assertThat(run("export", "cards")).isZero();

        assertThat(said).isEqualTo(Files.readString(out));
        assertThat(said).startsWith("{\"title\":\"A\",\"slug\":\"a\",\"versions\":[");
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void a_line_that_cannot_be_taken_is_named_and_makes_the_command_fail() throws IOException {
        var in = Files.writeString(directory.resolve("in.jsonl"), LINE + "{\"title\": \"B\"}\n");

        assertThat(run("import", "cards", in.toString())).isEqualTo(1);

        assertThat(said).as(complained).startsWith("1 cards and 2 versions added");
        assertThat(complained)
                .isEqualToNormalizingNewlines(
                        in + ":2: versions: a card has 1 to 10,000 versions\n");
    }

    @Test
    void a_file_that_is_not_there_is_told_so() {
        assertThat(run("import", "cards", directory.resolve("none").toString())).isEqualTo(1);

        assertThat(complained).contains("none is no file that can be read");
    }

    @Test
    void a_workspace_that_is_not_there_is_told_so() {
        workspace = "nowhere";

        assertThat(run("export", "cards")).isEqualTo(1);

        assertThat(complained).contains("There is no workspace `nowhere`");
    }

    private int run(String... command) {
        Command.find(server.getURI(), directory.resolve("data"));
        var arguments = new ArrayList<>(List.of(command));
        arguments.addAll(
                List.of(
                        "--server",
                        server.getURI().toString(),
                        "--data",
                        directory.resolve("data").toString(),
                        "--workspace",
                        workspace));
        var done = Command.run(arguments.toArray(String[]::new));
        said = done.said();
        complained = done.complained();
        return done.exitCode();
    }
}
