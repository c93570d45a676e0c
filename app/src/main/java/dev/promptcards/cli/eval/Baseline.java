package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.promptfoo.result.compare.Comparison;
import dev.promptcards.promptfoo.result.compare.RunCases;

import java.util.Optional;

/// An earlier run to compare with.
public final class Baseline {

    private final Executions executions;
    private final JsonNode run;

    private Baseline(Executions executions, JsonNode run) {
        this.executions = executions;
        this.run = run;
    }

    /// Looks the run up, before anything is paid for.
    ///
    /// @param run its id or number
    /// @throws CommandFailure if there is none, or it is still under way
    public static Baseline find(ApiClient api, Workspace workspace, String run) {
        JsonNode found = api.get(workspace.run(run, ""));
        if (!Follower.isSettled(found)) {
            throw new CommandFailure(
                    "Run %s is still under way; compare with it once it has ended (`promptcards wait %1$s`)."
                            .formatted(found.path("number").asText()));
        }
        return new Baseline(new Executions(api, workspace), found);
    }

    /// The newest run of a suite that was carried out to its end; empty where there is none.
    ///
    /// @param suite its slug
    public static Optional<Baseline> latest(ApiClient api, Workspace workspace, String suite) {
        Iterable<JsonNode> newestFirst = () -> new Pages(api, workspace.path("runs?limit=100"));
        for (JsonNode run : newestFirst) {
            if (run.path("suite").asText().equals(suite)
                    && run.path("state").asText().equals("completed")) {
                return Optional.of(new Baseline(new Executions(api, workspace), run));
            }
        }
        return Optional.empty();
    }

    /// The run's number.
    String number() {
        return run.path("number").asText();
    }

    /// The comparison of this run with another's cases; none if they have no case in common.
    Optional<Comparison> beside(RunCases now) {
        RunCases before = new RunCases();
        executions.of(run).forEach(before::add);
        return Optional.of(Comparison.of(number(), before, now))
                .filter(comparison -> !comparison.isEmpty());
    }
}
