package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.eval.Executions;
import dev.promptcards.cli.eval.Follower;
import dev.promptcards.cli.eval.Progress;
import dev.promptcards.cli.eval.Report;
import dev.promptcards.cli.eval.ReportWishes;
import dev.promptcards.cli.eval.Terminal;
import dev.promptcards.cli.eval.Workspace;
import dev.promptcards.cli.server.ApiClient;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// Waits for a run and tells how it came out.
///
/// @param server whose addresses are shown, where it goes on serving
record RunOutcome(Workspace workspace, Optional<URI> server, Progress.Kind progress) {

    /// @param run its id or number
    /// @param wishes what to tell
    /// @param environment in which an exit code may be asked for
    /// @return the exit code
    int conclude(
            ApiClient api,
            String run,
            ReportWishes wishes,
            Map<String, String> environment,
            PrintWriter out,
            PrintWriter err) {
        JsonNode ended = new Follower(api, workspace, progress).follow(run);
        int code =
                new Report(
                                new Executions(api, workspace),
                                workspace,
                                server,
                                Terminal.screen(System.getenv()),
                                out,
                                Clock.systemUTC())
                        .tell(ended, wishes, environment);
        if (ended.path("heldReason").isTextual()) {
            err.printf(
                    "The run is held: %s. %s, `promptcards resume %s` lets it go on where it"
                            + " stopped.%n",
                    ended.path("heldReason").asText(),
                    ended.path("heldUntil").isTextual()
                            ? "It goes on by itself after %s; once the limit is raised"
                                    .formatted(ended.path("heldUntil").asText())
                            : "Once the limit is raised",
                    ended.path("number").asText());
            err.flush();
        } else if (ended.path("state").asText().equals("held")) {
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
