package dev.promptcards.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.promptcards.TestServers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

class RoleCheckTest {

    @Test
    void the_role_of_the_application_may_serve() throws SQLException {
        try (Connection connection = TestServers.database().application().connect()) {
            assertThat(RoleCheck.objection(connection)).isEmpty();
        }
    }

    @Test
    void the_owner_of_the_tables_may_not() throws SQLException {
        try (Connection connection = TestServers.database().owner().connect()) {
            assertThat(RoleCheck.objection(connection).orElseThrow())
                    .startsWith(
                            "The role \"promptcards_test_owner\" of DATABASE_URL owns the tables")
                    .contains("CREATE ROLE … LOGIN NOSUPERUSER NOBYPASSRLS");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CREATE ROLE odd SUPERUSER                            | is a superuser
                    CREATE ROLE odd BYPASSRLS                            | may bypass row-level security
                    CREATE ROLE odd IN ROLE promptcards_test_owner       | owns the tables
                    CREATE ROLE odd; CREATE ROLE very BYPASSRLS ROLE odd | may bypass row-level security
                    CREATE ROLE odd                                      | has no access to the tables
                    """)
    void a_role_that_is_more_or_less_than_the_application_may_not(String role, String reason)
            throws SQLException {
        DatabaseUrl admin =
                TestServers.admin().withDatabase(TestServers.database().owner().database());
        try (Connection connection = admin.connect();
                Statement statement = connection.createStatement()) {
            assumeThat(isSuperuser(statement)).as("TEST_DATABASE_URL names a superuser").isTrue();
            connection.setAutoCommit(false);
            statement.execute(role);
            statement.execute("SET LOCAL ROLE odd");
            assertThat(RoleCheck.objection(connection).orElseThrow())
                    .startsWith("The role \"odd\" of DATABASE_URL " + reason)
                    .contains("promptcards migrate");
            connection.rollback();
        }
    }

    private static boolean isSuperuser(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT current_setting('is_superuser') = 'on'")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
