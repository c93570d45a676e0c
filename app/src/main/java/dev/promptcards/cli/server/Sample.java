package dev.promptcards.cli.server;

import dev.promptcards.database.Migrations;
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
        return OwnerDatabase.work(
                        data, environment, database -> generate(database, size, besides, progress))
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        "A server runs on %s. Stop it first: `promptcards stop`."
                                                .formatted(data.path())));
    }

    private static List<String> generate(
            OwnerDatabase database, Size size, boolean besides, Consumer<String> progress) {
        Migrations.migrate(database.owner(), database.application());
        try (Connection connection = database.owner().connect()) {
            return new Generation(connection, size).run(besides, progress);
        } catch (SQLException e) {
            throw new CommandFailure(
                    "%s refused what was generated: %s".formatted(database.owner(), e.getMessage()),
                    e);
        }
    }
}
