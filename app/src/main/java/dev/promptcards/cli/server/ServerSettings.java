package dev.promptcards.cli.server;

import dev.promptcards.database.DatabaseUrl;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How a server is to run, as options and the environment say.
///
/// @param role what it does
/// @param port the port to listen on
/// @param portMustBeFree whether another port would be wrong; else any free one will do when this
///     is taken
/// @param databaseUrl the database to use instead of the embedded one
/// @param databaseOwnerUrl the same as its schema's owner, to migrate it at start
/// @param redisUrl the Redis to use instead of the embedded one
public record ServerSettings(
        Role role,
        int port,
        boolean portMustBeFree,
        Optional<DatabaseUrl> databaseUrl,
        Optional<DatabaseUrl> databaseOwnerUrl,
        Optional<String> redisUrl) {

    /// The port of a server nobody chose one for.
    public static final int DEFAULT_PORT = 8080;

    /// What a process does.
    public enum Role {
        ALL,
        API,
        WORKER,
        ANALYTICS;

        /// As it is written in options, properties and `server.json`.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A server with a role and a port of its own.
    public static ServerSettings serving(Role role, int port, Map<String, String> environment) {
        return from(role, port, true, environment);
    }

    /// A server inside a command's process, at any port.
    public static ServerSettings inCommand(Map<String, String> environment) {
        return inCommand(0, environment);
    }

    /// A server inside a command's process.
    ///
    /// @param preferredPort taken when it is free, else another; 0 for any
    static ServerSettings inCommand(int preferredPort, Map<String, String> environment) {
        return from(Role.ALL, preferredPort, false, environment);
    }

    private static ServerSettings from(
            Role role, int port, boolean portMustBeFree, Map<String, String> environment) {
        Optional<DatabaseUrl> database = database(environment, "DATABASE_URL");
        Optional<DatabaseUrl> owner = database(environment, "DATABASE_OWNER_URL");
        if (owner.isPresent() && database.isEmpty()) {
            throw new CommandFailure(
                    "DATABASE_OWNER_URL is set and DATABASE_URL is not. Set DATABASE_URL to the"
                        + " same database with the role the application works as, or unset both to"
                        + " use the embedded one.");
        }
        return new ServerSettings(
                role, port, portMustBeFree, database, owner, value(environment, "REDIS_URL"));
    }

    private static Optional<DatabaseUrl> database(Map<String, String> environment, String name) {
        return value(environment, name).map(text -> DatabaseUrl.parse(name, text));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    boolean embedsDatabase() {
        return databaseUrl.isEmpty();
    }

    /// Whether Redis is to be embedded. With a database of somebody's own it is not: who set that
    /// up says with `REDIS_URL` whether there is a cache.
    boolean embedsRedis() {
        return embedsDatabase() && redisUrl.isEmpty();
    }
}
