package dev.promptcards.run.imported;

import dev.promptcards.queue.RunId;
import dev.promptcards.tenancy.NewId;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What a file holds of one day of UTC, which becomes a run: when, how much, and how it came out.
final class Day {

    private final String name;
    private Instant first;
    private Instant last;
    private int passed;
    private int failed;
    private int errors;
    private int unpriced;
    private BigDecimal costUsd = BigDecimal.ZERO;
    private long promptTokens;
    private long completionTokens;
    private RunId run = new RunId(NewId.next());

    /// @param name of the day, `2026-03-31`; `undated` for what says no time
    Day(String name, Instant at) {
        this.name = name;
        this.first = at;
        this.last = at;
    }

    void add(ImportRow row, Instant at) {
        first = at.isBefore(first) ? at : first;
        last = at.isAfter(last) ? at : last;
        switch (row.outcome()) {
            case "passed" -> passed++;
            case "failed" -> failed++;
            default -> errors++;
        }
        if (row.costUsd() != null) {
            costUsd = costUsd.add(row.costUsd());
        } else if (!row.outcome().equals("error") || row.output() != null) {
            unpriced++;
        }
        promptTokens += row.promptTokens() == null ? 0 : row.promptTokens();
        completionTokens += row.completionTokens() == null ? 0 : row.completionTokens();
    }

    /// Its run gets an id that tells its time, as every run's does.
    void close() {
        run = new RunId(NewId.at(first));
    }

    String name() {
        return name;
    }

    RunId run() {
        return run;
    }

    /// When its run is said to have been enqueued: with its earliest row.
    Instant createdAt() {
        return first.truncatedTo(ChronoUnit.MILLIS);
    }

    Instant finishedAt() {
        return last.truncatedTo(ChronoUnit.MILLIS);
    }

    int executions() {
        return passed + failed + errors;
    }

    int passed() {
        return passed;
    }

    int failed() {
        return failed;
    }

    int errors() {
        return errors;
    }

    int unpriced() {
        return unpriced;
    }

    BigDecimal costUsd() {
        return costUsd;
    }

    long promptTokens() {
        return promptTokens;
    }

    long completionTokens() {
        return completionTokens;
    }
}
