package dev.promptcards.cli.server;

import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.http.PublicAddress;
import dev.promptcards.identity.sso.SingleSignOnSettings;
import dev.promptcards.identity.sso.SingleSignOnVariables;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How a server is to run, as options and the environment say.
///
/// @param role what it does
/// @param host the address to listen on
/// @param publicUrl the address people reach it at, if that is another
/// @param singleSignOn the provider people may sign in at
/// @param inCommand whether it runs inside a command, and ends with it; any free port will do then
/// @param port the port to listen on
/// @param databaseUrl the database to use instead of the embedded one
/// @param databaseOwnerUrl the same as its schema's owner, to migrate it at start
/// @param databaseMonitorUrl the same as a login that reads how it does, if there is one
/// @param redisUrl the Redis to use instead of the embedded one
public record ServerSettings(
        Role role,
        String host,
        Optional<URI> publicUrl,
        Optional<SingleSignOnSettings> singleSignOn,
        boolean inCommand,
        int port,
        Optional<DatabaseUrl> databaseUrl,
        Optional<DatabaseUrl> databaseOwnerUrl,
        Optional<DatabaseUrl> databaseMonitorUrl,
        Optional<String> redisUrl) {

    /// The port of a server nobody chose one for.
    public static final int DEFAULT_PORT = 8080;

    /// Who listens here is heard on this machine alone.
    public static final String LOOPBACK = "127.0.0.1";

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
        return serving(role, LOOPBACK, port, environment);
    }

    /// The same, on another address than this machine's own. People must then have an address to
    /// reach it at, whose links and cookies are safe on their way.
    public static ServerSettings serving(
            Role role, String host, int port, Map<String, String> environment) {
        var settings = from(role, host, port, false, environment);
        if (!settings.isLoopback() && settings.publicUrl().isEmpty() && role != Role.WORKER) {
            throw new CommandFailure(
                    "--host %s opens the server to others. Set PROMPTCARDS_URL to the address they open, such as https://cards.example.org."
                            .formatted(host));
        }
        return settings;
    }

    /// A server inside a command's process, at any port.
    public static ServerSettings inCommand(Map<String, String> environment) {
        return inCommand(0, environment);
    }

    /// A server inside a command's process.
    ///
    /// @param preferredPort taken when it is free, else another; 0 for any
    static ServerSettings inCommand(int preferredPort, Map<String, String> environment) {
        return from(Role.ALL, LOOPBACK, preferredPort, true, environment);
    }

    private static ServerSettings from(
            Role role, String host, int port, boolean inCommand, Map<String, String> environment) {
        Optional<DatabaseUrl> database = database(environment, "DATABASE_URL");
        Optional<DatabaseUrl> owner = database(environment, "DATABASE_OWNER_URL");
        if (owner.isPresent() && database.isEmpty()) {
            throw new CommandFailure(
                    "DATABASE_OWNER_URL is set and DATABASE_URL is not. Set DATABASE_URL to the"
                        + " same database with the role the application works as, or unset both to"
                        + " use the embedded one.");
        }
        return new ServerSettings(
                role,
                host,
                value(environment, "PROMPTCARDS_URL").map(PublicAddress::parse),
                // Nobody opens the pages of a server that ends with its command.
                inCommand ? Optional.empty() : SingleSignOnVariables.read(environment),
                inCommand,
                port,
                database,
                owner,
                database(environment, "DATABASE_MONITOR_URL"),
                value(environment, "REDIS_URL"));
    }

    private static Optional<DatabaseUrl> database(Map<String, String> environment, String name) {
        return value(environment, name).map(text -> DatabaseUrl.parse(name, text));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    /// Whether the server is heard on this machine alone.
    boolean isLoopback() {
        return PublicAddress.isLoopback(host);
    }

    /// Whether a command on this machine is let in by the token of `server.json`: where the server
    /// is this machine's own. On a database of somebody's own people and keys come in, with rights
    /// of their own.
    boolean letsCommandsIn() {
        return embedsDatabase() || inCommand;
    }

    /// Whether people reach the server over https.
    boolean isSecure() {
        return publicUrl.filter(url -> "https".equalsIgnoreCase(url.getScheme())).isPresent();
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
