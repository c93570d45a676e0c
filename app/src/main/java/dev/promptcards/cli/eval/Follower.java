package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;

import java.time.Duration;

/// Waits for a run: until every item is done, failed or held.
public final class Follower {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final ApiClient api;
    private final Workspace workspace;
    private final Progress.Kind kind;

    /// @param kind how it is shown how far the run is
    public Follower(ApiClient api, Workspace workspace, Progress.Kind kind) {
        this.api = api;
        this.workspace = workspace;
        this.kind = kind;
    }

    /// @param run its id or number
    /// @return the run as the server tells it at the end
    public JsonNode follow(String run) {
        JsonNode now = api.get(workspace.run(run, ""));
        try (Progress progress = Progress.of(kind, now)) {
            return watch(run, now, progress);
        }
    }

    private JsonNode watch(String run, JsonNode first, Progress progress) {
        JsonNode now = first;
        Duration pause = FIRST_PAUSE;
        while (true) {
            progress.show(now);
            if (isSettled(now)) {
                return now;
            }
            sleep(pause);
            pause =
                    pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                            ? pause.multipliedBy(2)
                            : LONGEST_PAUSE;
            now = again(run, now);
        }
    }

    /// A server that stops leaves the run where it is.
    private JsonNode again(String run, JsonNode last) {
        try {
            return api.get(workspace.run(run, ""));
        } catch (CommandFailure e) {
            throw new CommandFailure(
                    "%s Run %s is kept: `promptcards wait %2$s` picks it up again."
                            .formatted(e.getMessage(), last.path("number").asText()),
                    e);
        }
    }

    static boolean isSettled(JsonNode run) {
        return switch (run.path("state").asText()) {
            case "queued", "running" -> false;
            default -> true;
        };
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted; `promptcards wait` picks the run up again", e);
        }
    }
}
