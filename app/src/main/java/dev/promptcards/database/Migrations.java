package dev.promptcards.database;

import dev.promptcards.problem.Problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// Brings a database to the schema of this build.
///
/// What changes anything happens under an advisory lock of PostgreSQL, which ends with its
/// connection: two servers that start at once migrate once, and a row in Liquibase's own lock
/// table, found while holding the advisory lock, was left by a process that is dead. The owner's
/// address must lead to the server itself, not to a pool that hands connections on between
/// transactions.
public final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    /// "promptcd" in ASCII: a number nobody else takes.
    private static final long LOCK = 0x70726f6d70746364L;

    private Migrations() {}

    /// Whether changesets were run.
    public enum Outcome {
        UP_TO_DATE,
        MIGRATED
    }

    /// Migrates as the owner and gives the role of `application` what it needs to work. Where there
    /// is nothing to do that costs three small queries.
    ///
    /// @throws Problem.Unavailable when the database cannot be reached
    /// @throws Problem.Conflict when the database is newer than this build
    /// @throws Problem.Invalid when a changeset fails, and those before it stand; or when the role
    ///     does not exist
    public static Outcome migrate(DatabaseUrl owner, DatabaseUrl application) {
        Changelog changelog = Changelog.read();
        try (Connection connection = owner.connect()) {
            var admission = new Admission(connection, application.user());
            if (isCurrent(connection, changelog) && admission.isGiven()) {
                execute(connection, Partitions.ENSURE);
                return Outcome.UP_TO_DATE;
            }
            lock(connection);
            Outcome outcome = update(connection, changelog);
            execute(connection, Partitions.ENSURE);
            admission.give();
            return outcome;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// What stands between the schema and this build, as a sentence with the remedy; asked as the
    /// application, where the owner's address is not known.
    public static Optional<String> objection(Connection application) throws SQLException {
        return switch (SchemaState.of(application, Changelog.read())) {
            case SchemaState.Current() -> Optional.empty();
            case SchemaState.Behind() ->
                    Optional.of(
                            "The database has not the schema of this version."
                                    + " Run `promptcards migrate` with DATABASE_OWNER_URL set.");
            case SchemaState.Newer(String changeSet) -> Optional.of(newer(changeSet));
        };
    }

    private static Outcome update(Connection connection, Changelog changelog) throws SQLException {
        // Somebody else may have migrated while this process waited for the lock.
        if (isCurrent(connection, changelog)) {
            return Outcome.UP_TO_DATE;
        }
        releaseStaleLock(connection);
        LiquibaseRun.update(connection);
        execute(
                connection,
                "COMMENT ON TABLE databasechangelog IS '%s'".formatted(changelog.fingerprint()));
        execute(connection, "GRANT SELECT ON databasechangelog TO promptcards_app");
        return Outcome.MIGRATED;
    }

    private static boolean isCurrent(Connection connection, Changelog changelog)
            throws SQLException {
        return switch (SchemaState.of(connection, changelog)) {
            case SchemaState.Current() -> true;
            case SchemaState.Behind() -> false;
            case SchemaState.Newer(String changeSet) ->
                    throw new Problem.Conflict(newer(changeSet));
        };
    }

    private static void lock(Connection connection) throws SQLException {
        if (!isTrue(connection, "SELECT pg_try_advisory_lock(%d)".formatted(LOCK))) {
            LOG.info("Another process is migrating the database; waiting for it.");
            execute(connection, "SELECT pg_advisory_lock(%d)".formatted(LOCK));
        }
    }

    private static void releaseStaleLock(Connection connection) throws SQLException {
        if (isTrue(connection, "SELECT to_regclass('databasechangeloglock') IS NOT NULL")
                && isTrue(connection, "SELECT bool_or(locked) FROM databasechangeloglock")) {
            LOG.warn("Released a migration lock that a killed process had left behind.");
            execute(
                    connection,
                    "UPDATE databasechangeloglock"
                            + " SET locked = false, lockgranted = NULL, lockedby = NULL");
        }
    }

    private static boolean isTrue(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String newer(String changeSet) {
        return ("The database was migrated by a newer version of Prompt Cards: its changeset %s"
                        + " is not in this build. Start that version.")
                .formatted(changeSet);
    }

    static Problem.Invalid failed(Exception cause) {
        var problem = new Problem.Invalid("The migration failed: " + cause.getMessage());
        problem.initCause(cause);
        return problem;
    }

    /// The membership that lets the application's login role work: the group role holds the grants.
    private record Admission(Connection owner, String role) {

        boolean isGiven() throws SQLException {
            return ask("SELECT pg_has_role(oid, 'promptcards_app', 'MEMBER')::text FROM pg_roles"
                            + " WHERE rolname = ?")
                    .equals("true");
        }

        void give() throws SQLException {
            if (!isGiven()) {
                execute(owner, ask("SELECT format('GRANT promptcards_app TO %I', ?::text)"));
            }
        }

        private String ask(String question) throws SQLException {
            try (PreparedStatement statement = owner.prepareStatement(question)) {
                statement.setString(1, role);
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        return row.getString(1);
                    }
                }
            }
            throw new Problem.Invalid(
                    ("The role \"%s\" of DATABASE_URL does not exist."
                                    + " Make it: CREATE ROLE \"%s\" LOGIN PASSWORD '…'")
                            .formatted(role, role));
        }
    }
}
