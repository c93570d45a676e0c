package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/// Waits for a run: until every item is done, failed or held.
public final class Follower {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final ApiClient api;
    private final Workspace workspace;
    private final boolean progressBar;

    public Follower(ApiClient api, Workspace workspace, boolean progressBar) {
        this.api = api;
        this.workspace = workspace;
        this.progressBar = progressBar;
    }

    /// @param run its id or number
    /// @return the run as the server tells it at the end
    public JsonNode follow(String run) {
        JsonNode now = api.get(workspace.run(run, ""));
        if (!progressBar) {
            return watch(run, now, _ -> {});
        }
        try (ProgressBar bar = bar(now)) {
            return watch(
                    run,
                    now,
                    seen -> {
                        bar.stepTo(settled(seen));
                        bar.setExtraMessage(counts(seen));
                    });
        }
    }

    private JsonNode watch(String run, JsonNode first, Consumer<JsonNode> show) {
        JsonNode now = first;
        Duration pause = FIRST_PAUSE;
        while (true) {
            show.accept(now);
            if (isSettled(now)) {
                return now;
            }
            sleep(pause);
            pause =
                    pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                            ? pause.multipliedBy(2)
                            : LONGEST_PAUSE;
            now = api.get(workspace.run(run, ""));
        }
    }

    static boolean isSettled(JsonNode run) {
        return switch (run.path("state").asText()) {
            case "queued", "running" -> false;
            default -> true;
        };
    }

    private static long settled(JsonNode run) {
        return run.path("passed").asLong()
                + run.path("failed").asLong()
                + run.path("errors").asLong()
                + run.path("unknown").asLong();
    }

    private static String counts(JsonNode run) {
        return String.format(
                Locale.ROOT,
                " %,d passed, %,d failed, %,d errors",
                run.path("passed").asLong(),
                run.path("failed").asLong(),
                run.path("errors").asLong() + run.path("unknown").asLong());
    }

    private static ProgressBar bar(JsonNode run) {
        return new ProgressBarBuilder()
                .setTaskName("Run " + run.path("number").asText())
                .setInitialMax(run.path("total").asLong())
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis((int) FIRST_PAUSE.toMillis() * 5)
                .continuousUpdate()
                .build();
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
