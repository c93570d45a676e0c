package dev.promptcards.quota;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/// The limits of a workspace as they go over the wire, each with its use. A limit that is null is
/// none.
record LimitsView(
        RunsInFlight runsInFlight,
        ExecutionsPerDay executionsPerDay,
        SpendPerMonth spendPerMonthUsd,
        Stored storedBytes) {

    record RunsInFlight(@Nullable Integer limit, int used) {}

    /// @param reserved what runs under way have yet to make
    record ExecutionsPerDay(@Nullable Long limit, long used, long reserved, Instant resetsAt) {}

    /// @param used what answers and judges cost this month
    /// @param unpriced answers of this month without a known price: they are not in `used`
    /// @param reserved what runs under way are expected to cost yet, as far as prices are known
    record SpendPerMonth(
            @Nullable BigDecimal limit,
            BigDecimal used,
            long unpriced,
            BigDecimal reserved,
            Instant resetsAt) {}

    /// @param used when it was last measured
    record Stored(@Nullable Long limit, long used, Instant measuredAt) {}

    static LimitsView of(Standing standing, StoredBytes.Measure stored) {
        var limits = standing.limits();
        var underway = standing.underway();
        return new LimitsView(
                new RunsInFlight(limits.runsInFlight(), underway.runs()),
                new ExecutionsPerDay(
                        limits.executionsPerDay(),
                        standing.executionsToday(),
                        underway.executions(),
                        standing.dayEnds()),
                new SpendPerMonth(
                        limits.spendPerMonthUsd(),
                        standing.spentUsd(),
                        standing.unpriced(),
                        underway.costUsd(),
                        standing.monthEnds()),
                new Stored(limits.storedBytes(), stored.bytes(), stored.at()));
    }
}
