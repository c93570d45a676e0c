package dev.promptcards.promptfoo.result.screen;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.result.Columns;
import dev.promptcards.promptfoo.result.Counted;
import dev.promptcards.promptfoo.result.Money;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The figures of a run in words, from what the server says of the run.
public final class RunSummary {

    private RunSummary() {}

    /// @param run as `GET …/runs/{id}` answers
    /// @param where people can look at it
    /// @param columns the sums over its executions
    public static List<String> lines(JsonNode run, Columns columns, String where, Screen screen) {
        JsonNode summary = run.path("summary");
        List<String> lines = new ArrayList<>();
        lines.add(line("Pass rate", passRate(run, summary, screen)));
        lines.add(
                line(
                        "Results",
                        String.format(
                                Locale.ROOT,
                                "%,d passed, %,d failed, %s, %,d unknown",
                                run.path("passed").asLong(),
                                run.path("failed").asLong(),
                                Counted.of(run.path("errors").asLong(), "error"),
                                run.path("unknown").asLong())));
        lines.add(
                line(
                        "Latency",
                        "p50 "
                                + millis(summary.path("latencyP50Ms"))
                                + ", p95 "
                                + millis(summary.path("latencyP95Ms"))));
        lines.add(
                line(
                        "Tokens",
                        String.format(
                                Locale.ROOT,
                                "%,d prompt, %,d completion",
                                summary.path("promptTokens").asLong(),
                                summary.path("completionTokens").asLong())));
        lines.add(line("Cost", cost(summary) + judges(columns)));
        duration(run, columns).ifPresent(text -> lines.add(line("Duration", text)));
        long twice = run.path("maybeChargedTwice").asLong();
        if (twice > 0) {
            lines.add(
                    line("Charged twice", String.format(Locale.ROOT, "possibly %,d calls", twice)));
        }
        lines.add(
                line(
                        "Run",
                        run.path("number").asText()
                                + " ("
                                + run.path("state").asText()
                                + ")  "
                                + where));
        return lines;
    }

    private static String passRate(JsonNode run, JsonNode summary, Screen screen) {
        if (!summary.path("passRate").isNumber()) {
            return "none: no case was judged";
        }
        String rate =
                String.format(Locale.ROOT, "%.1f %%", 100 * summary.path("passRate").asDouble());
        String interval =
                String.format(
                        Locale.ROOT,
                        "95 %% interval %.1f to %.1f %%",
                        100 * summary.path("low").asDouble(),
                        100 * summary.path("high").asDouble());
        return screen.bold(rate)
                + String.format(
                        Locale.ROOT,
                        "  (%s; %,d of %,d)",
                        interval,
                        run.path("passed").asLong(),
                        judged(run));
    }

    /// What the rate is of: an unknown outcome counts on neither side.
    private static long judged(JsonNode run) {
        return run.path("passed").asLong()
                + run.path("failed").asLong()
                + run.path("errors").asLong();
    }

    /// An unknown price is unknown and not 0.
    private static String cost(JsonNode summary) {
        long unpriced = summary.path("unpriced").asLong();
        double known = summary.path("costUsd").asDouble();
        if (!summary.path("costUsd").isNumber() || (known == 0 && unpriced > 0)) {
            return unpriced == 0
                    ? "unknown"
                    : String.format(
                            Locale.ROOT, "unknown: %,d calls have no known price", unpriced);
        }
        String cost = Money.usd(known);
        return unpriced == 0
                ? cost
                : String.format(Locale.ROOT, "%s, and %,d calls of unknown price", cost, unpriced);
    }

    private static String judges(Columns columns) {
        double cost = columns.judgesCostUsd();
        return cost == 0 ? "" : "; the judges " + Money.usd(cost);
    }

    private static Optional<String> duration(JsonNode run, Columns columns) {
        String from = run.path("createdAt").asText("");
        String to = run.path("finishedAt").asText("");
        if (from.isEmpty() || to.isEmpty() || to.equals("null")) {
            return Optional.empty();
        }
        double seconds =
                Duration.between(Instant.parse(from), Instant.parse(to)).toMillis() / 1000.0;
        return Optional.of(
                seconds < 0.01
                        ? "under 10 ms"
                        : String.format(
                                Locale.ROOT,
                                "%s, %,.1f executions/s",
                                seconds < 60
                                        ? String.format(Locale.ROOT, "%.1f s", seconds)
                                        : String.format(
                                                Locale.ROOT,
                                                "%d min %02d s",
                                                (long) seconds / 60,
                                                (long) seconds % 60),
                                columns.total() / seconds));
    }

    private static String millis(JsonNode value) {
        if (!value.isNumber()) {
            return "unknown";
        }
        double millis = value.asDouble();
        return millis >= 10_000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1000)
                : String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }

    private static String line(String name, String value) {
        return CellText.fit(name, 15) + value;
    }
}
