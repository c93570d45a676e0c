package dev.promptcards.cli.server;

import dev.promptcards.run.RollUpRebuild;

import org.jdbi.v3.core.Jdbi;

import java.util.Map;

/// Roll-ups made anew without a server.
public final class RollUps {

    private RollUps() {}

    /// Rebuilds roll-ups in the database of the environment, or the embedded one of `data`.
    ///
    /// @return what was done, as a sentence
    /// @throws CommandFailure if a server runs on the embedded one, or there is no such workspace
    public static String rebuild(
            DataDirectory data, Map<String, String> environment, RollUpRebuild rebuild) {
        var done =
                OwnerDatabase.work(
                                data,
                                environment,
                                database -> rebuild.run(Jdbi.create(database.owner()::connect)))
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                "A server runs on %s. Stop it first: promptcards"
                                                                .formatted(data.path())
                                                        + " stop"));
        if (done.workspaces() == 0 && rebuild.workspace().isPresent()) {
            throw new CommandFailure(
                    "There is no workspace '%s'.".formatted(rebuild.workspace().get()));
        }
        return "Workspaces whose roll-ups were made anew: %,d; runs counted: %,d."
                .formatted(done.workspaces(), done.runs());
    }
}
