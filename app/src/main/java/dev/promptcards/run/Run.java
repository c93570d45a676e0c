package dev.promptcards.run;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.queue.RunId;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A run, as it was started.
///
/// @param number what people call it in its workspace: "run 41"
/// @param suiteRevision the cases it is pinned to
/// @param repeats how often each case is tried
/// @param concurrency the most provider calls of this run in flight
/// @param total how many items it has: cases × repeats × columns, less the holes that cases leave
///     by choosing columns
/// @param grid how many places its result table has, holes among them; items are numbered by it
/// @param serial whether its items go one after the other, in order
/// @param comparing whether columns of some rows are compared once they have settled
/// @param estimate what it was expected to cost when it was started
/// @param budgetUsd what it may cost, judges included; null where it has no budget of its own
public record Run(
        RunId id,
        int number,
        RunState state,
        UUID suiteId,
        String suite,
        int suiteRevision,
        int repeats,
        @Nullable Integer firstCases,
        int concurrency,
        boolean useCache,
        OnUnknown onUnknown,
        long timeoutMillis,
        int total,
        int grid,
        boolean serial,
        boolean comparing,
        Estimate estimate,
        @Nullable BigDecimal budgetUsd,
        JsonNode source,
        Optional<GivenNames> given,
        String createdBy,
        Instant createdAt) {

    /// The kind of `source` of what ran elsewhere.
    public static final String IMPORTED = "import";

    /// Whether it ran elsewhere: then nothing of it can be carried out here.
    boolean imported() {
        return source.path("kind").asText().equals(IMPORTED);
    }
}
