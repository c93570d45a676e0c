package dev.promptcards.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

class BackingServersTest {

    @TempDir private Path directory;

    @Test
    void a_database_of_ones_own_is_migrated_at_start() {
        try (TestDatabase database = TestServers.emptyDatabase();
                BackingServers servers =
                        start(
                                Map.of(
                                        "DATABASE_URL", database.application().reveal(),
                                        "DATABASE_OWNER_URL", database.owner().reveal()))) {
            assertThat(servers.databaseUrl()).isEqualTo(database.application().reveal());
            assertThat(servers.redisUrl()).isEmpty();
            assertThat(count(database)).isZero();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void the_owner_of_the_tables_is_no_role_to_serve_as() {
        String owner = TestServers.database().owner().reveal();

        assertThatThrownBy(() -> start(Map.of("DATABASE_URL", owner)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("row-level security");
    }

    @Test
    void a_database_without_its_schema_names_the_command_that_makes_it() {
        try (TestDatabase database = TestServers.emptyDatabase()) {
            String application = database.application().reveal();

            assertThatThrownBy(() -> start(Map.of("DATABASE_URL", application)))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("promptcards migrate")
                    .hasMessageContaining("DATABASE_OWNER_URL");
        }
    }

    private BackingServers start(Map<String, String> environment) {
        return BackingServers.start(
                new DataDirectory(directory), ServerSettings.inCommand(environment));
    }

    private static int count(TestDatabase database) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery("SELECT count(*) FROM prompt_cards")
                                        .mapTo(Integer.class)
                                        .one());
    }
}
