package dev.promptcards.cli.server;

import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.database.Migrations;
import dev.promptcards.embedded.DirectoryLock;
import dev.promptcards.embedded.EmbeddedServers;
import dev.promptcards.embedded.Servers;

import java.util.Map;
import java.util.Optional;

/// Migrations without a server.
public final class Schema {

    private Schema() {}

    /// Brings the database of the environment, or the embedded one of `data`, to the schema of this
    /// build.
    ///
    /// @return what was done, as a sentence
    public static String migrate(DataDirectory data, Map<String, String> environment) {
        ServerSettings settings = ServerSettings.inCommand(environment);
        if (settings.embedsDatabase()) {
            return migrateEmbedded(data);
        }
        DatabaseUrl owner =
                settings.databaseOwnerUrl()
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                "DATABASE_OWNER_URL is not set. Set it to the same"
                                                        + " database as DATABASE_URL, with the role"
                                                        + " that owns the schema."));
        return migrate(owner, settings.databaseUrl().orElseThrow());
    }

    private static String migrateEmbedded(DataDirectory data) {
        Optional<DirectoryLock> lock = data.tryToServe();
        if (lock.isEmpty()) {
            return "A server runs on %s; it migrated when it started.".formatted(data.path());
        }
        try (DirectoryLock held = lock.get();
                Servers servers = EmbeddedServers.startPostgres(data.path())) {
            return migrate(
                    DatabaseUrl.parse("the embedded PostgreSQL", servers.databaseOwnerUrl()),
                    DatabaseUrl.parse("the embedded PostgreSQL", servers.databaseUrl()));
        }
    }

    private static String migrate(DatabaseUrl owner, DatabaseUrl application) {
        return switch (Migrations.migrate(owner, application)) {
            case UP_TO_DATE -> "%s is up to date.".formatted(application);
            case MIGRATED -> "%s was migrated.".formatted(application);
        };
    }
}
