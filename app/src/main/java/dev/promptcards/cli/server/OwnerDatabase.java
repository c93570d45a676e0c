package dev.promptcards.cli.server;

import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.embedded.DirectoryLock;
import dev.promptcards.embedded.EmbeddedServers;
import dev.promptcards.embedded.Servers;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The database of a command that works on it without a server, as its owner.
///
/// @param owner the role that owns the schema
/// @param application the role the server works as
record OwnerDatabase(DatabaseUrl owner, DatabaseUrl application) {

    /// Works on the database of the environment, or the embedded one of `data`, which is started
    /// for it.
    ///
    /// @return nothing where a server runs on the embedded one
    /// @throws CommandFailure if the owner's address is missing
    static <T> Optional<T> work(
            DataDirectory data, Map<String, String> environment, Function<OwnerDatabase, T> work) {
        ServerSettings settings = ServerSettings.inCommand(environment);
        if (settings.embedsDatabase()) {
            return workEmbedded(data, work);
        }
        DatabaseUrl owner =
                settings.databaseOwnerUrl()
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                "DATABASE_OWNER_URL is not set. Set it to the same"
                                                        + " database as DATABASE_URL, with the role"
                                                        + " that owns the schema."));
        return Optional.of(
                work.apply(new OwnerDatabase(owner, settings.databaseUrl().orElseThrow())));
    }

    private static <T> Optional<T> workEmbedded(
            DataDirectory data, Function<OwnerDatabase, T> work) {
        Optional<DirectoryLock> lock = data.tryToServe();
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try (DirectoryLock held = lock.get();
                Servers servers = EmbeddedServers.startPostgres(data.path())) {
            return Optional.of(
                    work.apply(
                            new OwnerDatabase(
                                    DatabaseUrl.parse(
                                            "the embedded PostgreSQL", servers.databaseOwnerUrl()),
                                    DatabaseUrl.parse(
                                            "the embedded PostgreSQL", servers.databaseUrl()))));
        }
    }
}
