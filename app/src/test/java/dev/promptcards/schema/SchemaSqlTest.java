package dev.promptcards.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;

/// `db-changelog/schema.sql` shows a reader the whole schema, and a reviewer what a changeset did
/// to it.
class SchemaSqlTest {

    private static final Path FILE = Path.of("../db-changelog/schema.sql");

    private static final String REGENERATE =
            "db-changelog/schema.sql is not what the changesets lead to. If they are right, run mvn"
                + " -pl app -am test -Dtest=SchemaSqlTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dschema.write";

    @BeforeAll
    static void postgres_16() {
        String version =
                TestServers.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery("SHOW server_version")
                                                .mapTo(String.class)
                                                .one());
        assumeThat(version).as("other versions word the catalogue differently").startsWith("16.");
    }

    @BeforeAll
    static void regenerate() throws IOException {
        if (System.getProperty("schema.write") != null) {
            Files.writeString(FILE, schemaOf(TestServers.database()));
        }
    }

    @Test
    void schema_sql_is_what_the_changesets_lead_to() throws IOException {
        assertThat(schemaOf(TestServers.database()))
                .as(REGENERATE)
                .isEqualTo(Files.readString(FILE));
    }

    @Test
    void schema_sql_makes_the_same_schema() throws IOException, SQLException {
        try (TestDatabase empty = TestServers.emptyDatabase()) {
            // An owner of a function needs CREATE on its schema while it is given to it.
            String sql =
                    "GRANT CREATE ON SCHEMA public TO promptcards_searcher, promptcards_claimer;"
                            + Files.readString(FILE)
                            + "REVOKE CREATE ON SCHEMA public FROM promptcards_searcher,"
                            + " promptcards_claimer";
            empty.ownerJdbi()
                    .<SQLException>useHandle(
                            handle -> {
                                try (Statement statement =
                                        handle.getConnection().createStatement()) {
                                    statement.execute(sql);
                                }
                            });
            assertThat(schemaOf(empty)).isEqualTo(Files.readString(FILE));
        }
    }

    private static String schemaOf(TestDatabase database) {
        return database.ownerJdbi().withHandle(SchemaText::of);
    }
}
