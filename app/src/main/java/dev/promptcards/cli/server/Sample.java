package dev.promptcards.cli.server;

import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.database.Migrations;
import dev.promptcards.embedded.DirectoryLock;
import dev.promptcards.embedded.EmbeddedServers;
import dev.promptcards.embedded.Servers;
import dev.promptcards.generation.Generation;
import dev.promptcards.generation.Size;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Generated content without a server: as the schema's owner, whose password no server has.
public final class Sample {

    private Sample() {}

    /// Generates into the database of the environment, or the embedded one of `data`.
    ///
    /// @param besides whether there may be content of others already
    /// @return the slugs of the workspaces, largest first
    public static List<String> generate(
            DataDirectory data,
            Map<String, String> environment,
            Size size,
            boolean besides,
            Consumer<String> progress) {
        ServerSettings settings = ServerSettings.inCommand(environment);
        if (!settings.embedsDatabase()) {
            DatabaseUrl owner =
                    settings.databaseOwnerUrl()
                            .orElseThrow(
                                    () ->
                                            new CommandFailure(
                                                    "DATABASE_OWNER_URL is not set. Only the"
                                                            + " schema's owner can generate."));
            return generate(owner, settings.databaseUrl().orElseThrow(), size, besides, progress);
        }
        DirectoryLock lock =
                data.tryToServe()
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                "A server runs on %s. Stop it first: `promptcards stop`."
                                                        .formatted(data.path())));
        try (DirectoryLock held = lock;
                Servers servers = EmbeddedServers.startPostgres(data.path())) {
            return generate(
                    DatabaseUrl.parse("the embedded PostgreSQL", servers.databaseOwnerUrl()),
                    DatabaseUrl.parse("the embedded PostgreSQL", servers.databaseUrl()),
                    size,
                    besides,
                    progress);
        }
    }

    private static List<String> generate(
            DatabaseUrl owner,
            DatabaseUrl application,
            Size size,
            boolean besides,
            Consumer<String> progress) {
        Migrations.migrate(owner, application);
        try (Connection connection = owner.connect()) {
            return new Generation(connection, size).run(besides, progress);
        } catch (SQLException e) {
            throw new CommandFailure(
                    "%s refused what was generated: %s".formatted(owner, e.getMessage()), e);
        }
    }
}
