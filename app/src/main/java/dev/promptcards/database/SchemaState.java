package dev.promptcards.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/// How the schema of a database stands to this build.
sealed interface SchemaState {

    /// Exactly the changesets of this build.
    record Current() implements SchemaState {}

    /// Some changesets are missing, or all.
    record Behind() implements SchemaState {}

    /// A changeset stands there that this build does not know.
    record Newer(String changeSet) implements SchemaState {}

    /// Asks the database, in one statement. The fingerprint of the build that migrated last stands
    /// in the comment of Liquibase's table: it tells a changeset that was edited. The rows tell one
    /// rolled back.
    static SchemaState of(Connection connection, Changelog changelog) throws SQLException {
        Set<String> stored = new HashSet<>();
        String fingerprint = null;
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                SELECT author || ':' || id,
                                       obj_description('databasechangelog'::regclass, 'pg_class')
                                  FROM databasechangelog
                                """)) {
            while (rows.next()) {
                stored.add(rows.getString(1));
                fingerprint = rows.getString(2);
            }
        } catch (SQLException e) {
            if (!UNDEFINED_TABLE.equals(e.getSQLState())) {
                throw e;
            }
        }
        if (stored.equals(changelog.changeSets()) && changelog.fingerprint().equals(fingerprint)) {
            return new Current();
        }
        return stored.stream()
                .filter(changeSet -> !changelog.changeSets().contains(changeSet))
                .sorted()
                .<SchemaState>map(Newer::new)
                .findFirst()
                .orElseGet(Behind::new);
    }

    String UNDEFINED_TABLE = "42P01";
}
