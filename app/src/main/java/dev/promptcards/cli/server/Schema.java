package dev.promptcards.cli.server;

import dev.promptcards.database.Migrations;

import java.util.Map;

/// Migrations without a server.
public final class Schema {

    private Schema() {}

    /// Brings the database of the environment, or the embedded one of `data`, to the schema of this
    /// build.
    ///
    /// @return what was done, as a sentence
    public static String migrate(DataDirectory data, Map<String, String> environment) {
        return OwnerDatabase.work(data, environment, Schema::migrate)
                .orElseGet(
                        () ->
                                "A server runs on %s; it migrated when it started."
                                        .formatted(data.path()));
    }

    private static String migrate(OwnerDatabase database) {
        return switch (Migrations.migrate(database.owner(), database.application())) {
            case UP_TO_DATE -> "%s is up to date.".formatted(database.application());
            case MIGRATED -> "%s was migrated.".formatted(database.application());
        };
    }
}
