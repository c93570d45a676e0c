package dev.promptcards.cli.server;

import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.database.Migrations;
import dev.promptcards.database.RoleCheck;
import dev.promptcards.embedded.EmbeddedServers;
import dev.promptcards.embedded.Servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// The PostgreSQL and the Redis a server works on, with the schema in place: its own embedded ones,
/// or those of the environment. The addresses hold passwords.
///
/// @param databaseUrl as the application's role
/// @param databaseOwnerUrl as the schema's owner, if known
/// @param databaseMonitorUrl as a login that reads how the database does, if there is one
/// @param redisUrl the cache, if there is one
/// @param stop stops what this process started
record BackingServers(
        String databaseUrl,
        Optional<String> databaseOwnerUrl,
        Optional<String> databaseMonitorUrl,
        Optional<String> redisUrl,
        Runnable stop)
        implements AutoCloseable {

    /// Starts what is to be embedded and migrates.
    ///
    /// @throws dev.promptcards.problem.Problem when a server cannot be reached or started, or a
    ///     migration fails
    /// @throws CommandFailure when the application's role is no role to serve as
    static BackingServers start(DataDirectory data, ServerSettings settings) {
        return settings.embedsDatabase() ? embedded(data, settings) : given(settings);
    }

    private static BackingServers embedded(DataDirectory data, ServerSettings settings) {
        Servers servers =
                settings.embedsRedis()
                        ? EmbeddedServers.start(data.path())
                        : EmbeddedServers.startPostgres(data.path());
        try {
            Migrations.migrate(
                    DatabaseUrl.parse("the embedded server", servers.databaseOwnerUrl()),
                    DatabaseUrl.parse("the embedded server", servers.databaseUrl()));
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
        return new BackingServers(
                servers.databaseUrl(),
                Optional.of(servers.databaseOwnerUrl()),
                Optional.of(servers.databaseMonitorUrl()),
                settings.redisUrl().or(servers::redisUrl),
                servers::close);
    }

    private static BackingServers given(ServerSettings settings) {
        DatabaseUrl database = settings.databaseUrl().orElseThrow();
        Optional<DatabaseUrl> owner = settings.databaseOwnerUrl();
        owner.ifPresent(it -> Migrations.migrate(it, database));
        refuseUnfit(database, owner.isPresent());
        return new BackingServers(
                database.reveal(),
                owner.map(DatabaseUrl::reveal),
                settings.databaseMonitorUrl().map(DatabaseUrl::reveal),
                settings.redisUrl(),
                () -> {});
    }

    private static void refuseUnfit(DatabaseUrl database, boolean migrated) {
        Optional<String> objection;
        try (Connection connection = database.connect()) {
            objection = RoleCheck.objection(connection);
            if (objection.isEmpty() && !migrated) {
                objection = Migrations.objection(connection);
            }
        } catch (SQLException e) {
            throw new CommandFailure(
                    "%s cannot be asked for its roles: %s".formatted(database, e.getMessage()), e);
        }
        if (objection.isPresent()) {
            throw new CommandFailure(objection.get());
        }
    }

    @Override
    public String toString() {
        return "BackingServers[hidden]";
    }

    @Override
    public void close() {
        stop.run();
    }
}
