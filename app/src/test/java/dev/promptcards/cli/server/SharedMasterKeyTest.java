package dev.promptcards.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/// Two servers with a data directory each, and so with a master key each, on one database.
class SharedMasterKeyTest {

    @TempDir private Path first;
    @TempDir private Path second;

    @Test
    void a_server_with_another_master_key_does_not_start() throws IOException {
        try (TestDatabase database = TestServers.freshDatabase();
                LocalServer one = start(first, database)) {
            assertThat(one.description().url()).isNotNull();

            assertThatThrownBy(() -> start(second, database))
                    .isInstanceOf(Problem.Conflict.class)
                    .hasMessageContaining("another master key")
                    .hasMessageContaining("PROMPTCARDS_MASTER_KEY");

            Files.copy(
                    first.resolve("master.key"),
                    second.resolve("master.key"),
                    StandardCopyOption.REPLACE_EXISTING);
            start(second, database).close();
        }
    }

    @Test
    void a_key_that_is_lost_is_replaced_by_the_owner() throws IOException {
        try (TestDatabase database = TestServers.freshDatabase()) {
            start(first, database).close();
            Files.delete(first.resolve("master.key"));
            var refused =
                    catchThrowableOfType(Problem.Conflict.class, () -> start(first, database));

            // The statement that the message names.
            var remedy = String.valueOf(refused.getMessage()).split("`", -1)[1];
            database.ownerJdbi().useHandle(handle -> handle.execute(remedy));

            start(first, database).close();
        }
    }

    private static LocalServer start(Path directory, TestDatabase database) {
        return LocalServer.start(
                new DataDirectory(directory),
                ServerSettings.inCommand(Map.of("DATABASE_URL", database.application().reveal())));
    }
}
