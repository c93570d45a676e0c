package dev.promptcards.embedded;

import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Makes the roles and the database of a new cluster, as its superuser.
///
/// @param cluster the cluster's directory
/// @param credentials the passwords its roles get
record Bootstrap(Path cluster, Credentials credentials) {

    /// The name of the application's database.
    static final String DATABASE = "promptcards";

    /// Grows with what is made here: then it is done again where an older release has done it.
    private static final int VERSION = 2;

    private static final int LOGIN_SECONDS = 10;

    /// Does what is missing; safe to repeat after a kill in the middle.
    void run(int port) throws IOException {
        Path done = cluster.resolve("promptcards.bootstrapped." + VERSION);
        if (Files.exists(done)) {
            return;
        }
        try {
            makeRolesAndDatabase(port);
            makeExtensions(port);
        } catch (SQLException e) {
            throw new IOException("roles and database cannot be made: " + e.getMessage(), e);
        }
        PrivateFiles.write(done, "");
    }

    /// Whether the server at `port` takes the superuser's password.
    boolean answers(int port) {
        try (Connection connection = connect(port, "postgres")) {
            return connection.isValid(LOGIN_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    private void makeRolesAndDatabase(int port) throws SQLException {
        try (Connection connection = connect(port, "postgres");
                Statement statement = connection.createStatement()) {
            // Else the passwords would stand in pg_stat_statements.
            statement.execute("SET pg_stat_statements.track_utility = off");
            if (absent(statement, "pg_roles WHERE rolname = '" + Credentials.OWNER + "'")) {
                statement.execute(
                        "CREATE ROLE %s LOGIN CREATEROLE PASSWORD '%s'"
                                .formatted(Credentials.OWNER, credentials.owner()));
            }
            if (absent(statement, "pg_roles WHERE rolname = '" + Credentials.APPLICATION + "'")) {
                statement.execute(
                        "CREATE ROLE %s LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB PASSWORD '%s'"
                                .formatted(Credentials.APPLICATION, credentials.application()));
            }
            if (absent(statement, "pg_database WHERE datname = '" + DATABASE + "'")) {
                statement.execute(
                        "CREATE DATABASE %s OWNER %s".formatted(DATABASE, Credentials.OWNER));
            }
            makeMonitor(statement);
            statement.execute("REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(DATABASE));
            statement.execute(
                    "GRANT CONNECT ON DATABASE %s TO %s, %s"
                            .formatted(DATABASE, Credentials.APPLICATION, Credentials.MONITOR));
        }
    }

    /// The group has its rights by the migrations, which find it made.
    private void makeMonitor(Statement statement) throws SQLException {
        if (absent(statement, "pg_roles WHERE rolname = 'promptcards_monitor'")) {
            statement.execute("CREATE ROLE promptcards_monitor NOLOGIN NOSUPERUSER NOBYPASSRLS");
        }
        if (absent(statement, "pg_roles WHERE rolname = '" + Credentials.MONITOR + "'")) {
            statement.execute(
                    "CREATE ROLE %s LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '%s'"
                            .formatted(Credentials.MONITOR, credentials.monitor()));
        }
        statement.execute("GRANT promptcards_monitor, pg_read_all_stats TO " + Credentials.MONITOR);
    }

    /// The other extensions are trusted: the owner of the database creates them in the migrations.
    private void makeExtensions(int port) throws SQLException {
        try (Connection connection = connect(port, DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
            // It shows the statements of every workspace: not for the application's eyes.
            statement.execute("REVOKE ALL ON pg_stat_statements FROM PUBLIC");
            statement.execute("GRANT SELECT ON pg_stat_statements TO promptcards_monitor");
        }
    }

    private static boolean absent(Statement statement, String what) throws SQLException {
        try (ResultSet found = statement.executeQuery("SELECT 1 FROM " + what)) {
            return !found.next();
        }
    }

    private Connection connect(int port, String database) throws SQLException {
        PGSimpleDataSource server = new PGSimpleDataSource();
        server.setServerNames(new String[] {"127.0.0.1"});
        server.setPortNumbers(new int[] {port});
        server.setDatabaseName(database);
        server.setUser(Credentials.SUPERUSER);
        server.setPassword(credentials.superuser());
        server.setLoginTimeout(LOGIN_SECONDS);
        server.setSocketTimeout(2 * LOGIN_SECONDS);
        return server.getConnection();
    }
}
