package dev.promptcards.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;

import liquibase.Contexts;
import liquibase.LabelExpression;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

class UpDownUpTest {

    /// Everything a changeset can leave behind in a database. Roles belong to the server and stay.
    private static final String CONTENTS =
            """
            SELECT 'relation ' || c.relname
              FROM pg_class c
             WHERE c.relnamespace = 'public'::regnamespace
               AND c.relname NOT LIKE 'databasechangelog%'
            UNION ALL
            SELECT 'function ' || p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
            UNION ALL
            SELECT 'type ' || t.typname
              FROM pg_type t
             WHERE t.typnamespace = 'public'::regnamespace
               AND t.typname !~ 'databasechangelog'
            UNION ALL
            SELECT 'extension ' || e.extname FROM pg_extension e
            UNION ALL
            SELECT 'grant of ' || a.privilege_type || ' to ' || a.grantee::regrole
              FROM pg_namespace n, aclexplode(n.nspacl) a
             WHERE n.nspname = 'public'
            UNION ALL
            SELECT 'default grant ' || d.defaclacl::text FROM pg_default_acl d
             ORDER BY 1
            """;

    @Test
    void every_changeset_goes_back_without_a_trace_and_up_again() throws SQLException {
        try (TestDatabase database = TestServers.emptyDatabase()) {
            List<String> before = contents(database);
            Migrations.migrate(database.owner(), database.application());
            List<String> migrated = contents(database);
            assertThat(migrated).hasSizeGreaterThan(before.size());

            rollBackEverything(database);
            assertThat(contents(database)).isEqualTo(before);

            Migrations.migrate(database.owner(), database.application());
            assertThat(contents(database)).isEqualTo(migrated);
        }
    }

    private static void rollBackEverything(TestDatabase database) throws SQLException {
        try (Connection connection = database.owner().connect()) {
            int all = Changelog.read().changeSets().size();
            LiquibaseRun.run(
                    connection,
                    liquibase -> liquibase.rollback(all, new Contexts(), new LabelExpression()));
        }
    }

    private static List<String> contents(TestDatabase database) {
        return database.ownerJdbi()
                .withHandle(handle -> handle.createQuery(CONTENTS).mapTo(String.class).list());
    }
}
