package dev.promptcards.database;

import static dev.promptcards.database.Migrations.Outcome.MIGRATED;
import static dev.promptcards.database.Migrations.Outcome.UP_TO_DATE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class MigrationsTest {

    @Test
    void the_changelog_is_read_without_liquibase_as_liquibase_reads_it() {
        List<String> applied =
                TestServers.database()
                        .ownerJdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        "SELECT author || ':' || id FROM"
                                                                + " databasechangelog ORDER BY"
                                                                + " orderexecuted")
                                                .mapTo(String.class)
                                                .list());
        assertThat(Changelog.read().changeSets()).containsExactlyElementsOf(applied);
    }

    @Test
    void an_empty_database_is_migrated_and_then_left_alone() {
        try (TestDatabase database = TestServers.emptyDatabase()) {
            assertThat(migrate(database)).isEqualTo(MIGRATED);
            assertThat(migrate(database)).isEqualTo(UP_TO_DATE);
        }
    }

    @Test
    void servers_that_start_at_once_migrate_once() throws Exception {
        try (TestDatabase database = TestServers.emptyDatabase();
                var starts = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Migrations.Outcome> start = () -> migrate(database);
            List<Future<Migrations.Outcome>> outcomes =
                    starts.invokeAll(List.of(start, start, start));
            assertThat(outcomes.stream().map(Future::resultNow))
                    .containsExactlyInAnyOrder(MIGRATED, UP_TO_DATE, UP_TO_DATE);
        }
    }

    @Test
    void a_lock_left_behind_by_a_killed_process_is_released() {
        try (TestDatabase database = TestServers.freshDatabase()) {
            execute(
                    database,
                    """
                    UPDATE databasechangeloglock
                       SET locked = true, lockgranted = now(), lockedby = 'a process that was killed'
                    """);
            execute(database, "COMMENT ON TABLE databasechangelog IS 'of another build'");
            assertThat(migrate(database)).isEqualTo(MIGRATED);
            assertThat(migrate(database)).isEqualTo(UP_TO_DATE);
        }
    }

    @Test
    void a_changeset_rolled_back_by_hand_is_run_again() {
        try (TestDatabase database = TestServers.freshDatabase()) {
            execute(database, "DELETE FROM databasechangelog WHERE id = '099-close-schema'");
            assertThat(migrate(database)).isEqualTo(MIGRATED);
            assertThat(migrate(database)).isEqualTo(UP_TO_DATE);
        }
    }

    @Test
    void a_database_newer_than_this_build_is_refused() throws SQLException {
        try (TestDatabase database = TestServers.freshDatabase()) {
            execute(
                    database,
                    """
                    INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype)
                    VALUES ('999-next-year', 'promptcards', 'db/changes/999.sql', now(), 999, 'EXECUTED')
                    """);
            assertThatThrownBy(() -> migrate(database))
                    .isInstanceOf(Problem.Conflict.class)
                    .hasMessageContaining("newer version")
                    .hasMessageContaining("promptcards:999-next-year");
            try (Connection application = database.application().connect()) {
                assertThat(Migrations.objection(application).orElseThrow())
                        .contains("newer version");
            }
        }
    }

    @Test
    void a_changeset_that_was_edited_after_it_ran_is_refused() {
        try (TestDatabase database = TestServers.freshDatabase()) {
            execute(
                    database,
                    "UPDATE databasechangelog SET md5sum = '9:0' WHERE id = '010-workspaces'");
            execute(database, "COMMENT ON TABLE databasechangelog IS 'of another build'");
            assertThatThrownBy(() -> migrate(database))
                    .isInstanceOf(Problem.Invalid.class)
                    .hasMessageContaining("010-workspaces");
        }
    }

    @Test
    void the_application_alone_can_tell_whether_the_schema_is_there() throws SQLException {
        try (TestDatabase migrated = TestServers.freshDatabase();
                TestDatabase empty = TestServers.emptyDatabase();
                Connection atMigrated = migrated.application().connect();
                Connection atEmpty = empty.application().connect()) {
            assertThat(Migrations.objection(atMigrated)).isEmpty();
            assertThat(Migrations.objection(atEmpty).orElseThrow()).contains("promptcards migrate");
        }
    }

    @Test
    void a_role_of_the_application_that_does_not_exist_is_named_with_the_remedy() {
        try (TestDatabase database = TestServers.freshDatabase()) {
            DatabaseUrl nobody = database.application().withLogin("nobody_at_all", "");
            assertThatThrownBy(() -> Migrations.migrate(database.owner(), nobody))
                    .isInstanceOf(Problem.Invalid.class)
                    .hasMessageContaining("CREATE ROLE \"nobody_at_all\" LOGIN");
        }
    }

    @Test
    void months_ahead_have_their_partitions() {
        try (TestDatabase database = TestServers.freshDatabase()) {
            migrate(database);
            int partitions =
                    database.ownerJdbi()
                            .withHandle(
                                    handle ->
                                            handle.createQuery(
                                                            "SELECT count(*) FROM pg_inherits WHERE"
                                                                + " inhparent ="
                                                                + " 'test_executions'::regclass")
                                                    .mapTo(Integer.class)
                                                    .one());
            assertThat(partitions).isEqualTo(4);
        }
    }

    private static Migrations.Outcome migrate(TestDatabase database) {
        return Migrations.migrate(database.owner(), database.application());
    }

    private static void execute(TestDatabase database, String sql) {
        database.ownerJdbi().useHandle(handle -> handle.execute(sql));
    }
}
