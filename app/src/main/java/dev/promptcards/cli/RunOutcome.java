package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.eval.Follower;
import dev.promptcards.cli.eval.Report;
import dev.promptcards.cli.eval.Terminal;
import dev.promptcards.cli.eval.Workspace;
import dev.promptcards.cli.server.ApiClient;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Waits for a run and tells how it came out.
///
/// @param server whose addresses are shown, where it goes on serving
record RunOutcome(Workspace workspace, Optional<URI> server, boolean progressBar) {

    /// @param run its id or number
    /// @param config the configuration it came from, as far as it is known
    /// @param files to write the results to
    /// @return the exit code
    int conclude(
            ApiClient api,
            String run,
            JsonNode config,
            List<Path> files,
            PrintWriter out,
            PrintWriter err) {
        JsonNode ended = new Follower(api, workspace, progressBar).follow(run);
        int code =
                new Report(
                                api,
                                workspace,
                                server,
                                Terminal.screen(System.getenv()),
                                out,
                                Clock.systemUTC())
                        .tell(ended, config, files, System.getenv());
        if (ended.path("state").asText().equals("held")) {
            err.printf(
                    "The outcome of %,d calls is unknown. `promptcards resume %s --unknown retry`"
                            + " sends them again, which may be charged twice; `--unknown fail` lets"
                            + " them be errors.%n",
                    ended.path("unknown").asLong(), ended.path("number").asText());
            err.flush();
        }
        return code;
    }
}
