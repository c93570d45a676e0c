package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.tenancy.WorkspaceId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A database is named by the environment, which only a process of its own can have another of.
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class GenerateCommandTest {

    private static final List<String> SMALL =
            List.of("--workspaces", "2", "--cards", "4", "--executions", "50", "--days", "2");

    @TempDir Path data;

    @Test
    void a_database_is_filled_and_a_second_time_left_alone() throws Exception {
        try (var database = TestServers.freshDatabase()) {
            var environment =
                    Map.of(
                            "DATABASE_URL", database.application().reveal(),
                            "DATABASE_OWNER_URL", database.owner().reveal());

            var first = inItsOwnProcess(environment);
            var second = inItsOwnProcess(environment, "--seed", "2");

            assertThat(first.exitCode()).as(first.text()).isZero();
            assertThat(first.said())
                    .contains(" s  vacuumed and analyzed")
                    .endsWith("The largest workspace is generated-1-001.\n");
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.complained()).contains("--into-existing");
            assertThat(stored(database, "generated-1-001") + stored(database, "generated-1-002"))
                    .isEqualTo(50);
        }
    }

    @Test
    void a_database_that_does_not_answer_is_named_without_its_password() throws Exception {
        var nowhere = "postgres://owner:hidden-word@127.0.0.1:1/cards";

        var done = inItsOwnProcess(Map.of("DATABASE_URL", nowhere, "DATABASE_OWNER_URL", nowhere));

        assertThat(done.exitCode()).isEqualTo(1);
        assertThat(done.complained())
                .startsWith("cannot connect to ")
                .contains("127.0.0.1:1")
                .doesNotContain("hidden-word")
                .doesNotContain("Exception");
    }

    @Test
    void without_the_owner_it_says_what_to_set() throws Exception {
        var done = inItsOwnProcess(Map.of("DATABASE_URL", "postgres://app@127.0.0.1:1/cards"));

        assertThat(done.exitCode()).isEqualTo(1);
        assertThat(done.complained()).startsWith("DATABASE_OWNER_URL is not set.");
    }

    @ParameterizedTest
    @CsvSource({
        "--workspaces, 0,          '--workspaces: must be 1 to 10,000, and was 0'",
        "--workspaces, many,       Invalid value for option '--workspaces'",
        "--cards,      1,          '--cards: must be 20 to 10,000,000, and was 1'",
        "--executions, -1,         '--executions: must be 0 to 1,000,000,000, and was -1'",
        "--days,       4000,       '--days: must be 1 to 3,650, and was 4,000'",
        "--until,      2026-02-30, Invalid value for option '--until'",
        "--rows,       5,          Unknown options: '--rows'"
    })
    void what_it_cannot_make_is_refused_before_anything_is_started(
            String option, String value, String complaint) {
        var done = Command.run("generate", "--data", data.toString(), option, value);

        assertThat(done.exitCode()).isEqualTo(1);
        assertThat(done.complained()).contains(complaint);
        assertThat(data).isEmptyDirectory();
    }

    private static int stored(TestDatabase database, String slug) {
        var workspace =
                database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery("SELECT workspace_id_by_slug(?)")
                                                .bind(0, slug)
                                                .mapTo(UUID.class)
                                                .one());
        return database.transactions()
                .inWorkspace(
                        new WorkspaceId(workspace),
                        handle ->
                                handle.createQuery(
                                                "SELECT count(*) FROM test_executions WHERE"
                                                        + " workspace_id = ?")
                                        .bind(0, workspace)
                                        .mapTo(Integer.class)
                                        .one());
    }

    private Command inItsOwnProcess(Map<String, String> environment, String... more)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.promptcards.cli.PromptCards", "generate"));
        command.addAll(List.of("--data", data.toString()));
        command.addAll(SMALL);
        command.addAll(List.of(more));
        var out = data.resolve("out").toFile();
        var err = data.resolve("err").toFile();
        var builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
        builder.environment().keySet().removeIf(it -> it.startsWith("DATABASE_"));
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        return new Command(
                exitCode,
                Files.readString(out.toPath(), StandardCharsets.UTF_8),
                Files.readString(err.toPath(), StandardCharsets.UTF_8));
    }
}
