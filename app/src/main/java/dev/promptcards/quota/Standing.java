package dev.promptcards.quota;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// How a workspace stands to its limits.
///
/// @param executionsToday that are stored
/// @param spentUsd this month, judges included
/// @param unpriced answers of this month whose price is not known: they are not in `spentUsd`
/// @param at the database's time, by whose day and month all is counted
record Standing(
        WorkspaceLimits limits,
        long executionsToday,
        BigDecimal spentUsd,
        long unpriced,
        Commitments underway,
        Instant at) {

    /// Why something cannot begin, and when to ask again.
    record Refusal(String reason, Duration retryAfter) {}

    /// Why `wanted` cannot begin, if it cannot.
    Optional<Refusal> refusal(Wanted wanted) {
        return tooManyRuns()
                .or(() -> tooManyExecutions(wanted))
                .or(() -> tooExpensive(wanted))
                .or(() -> allSpent(wanted));
    }

    /// Whether anything more that bills may be done.
    ///
    /// @param unsettledUsd what has been paid and is not stored yet
    Room room(BigDecimal unsettledUsd) {
        var executions = limits.executionsPerDay();
        if (executions != null && executionsToday >= executions) {
            return new Room.None(
                    "the workspace has made its %,d executions of the day (UTC)"
                            .formatted(executions),
                    Optional.of(dayEnds()));
        }
        var spend = limits.spendPerMonthUsd();
        if (executions == null && spend == null) {
            return new Room.Unlimited();
        }
        return spend != null && spentUsd.add(unsettledUsd).compareTo(spend) >= 0
                ? new Room.None(
                        "the workspace has spent its %s of the month (UTC)".formatted(usd(spend)),
                        Optional.of(monthEnds()))
                : new Room.Left();
    }

    Instant dayEnds() {
        return today().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    Instant monthEnds() {
        return today().withDayOfMonth(1).plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    Duration until(Instant end) {
        return Duration.between(at, end);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    private Optional<Refusal> tooManyRuns() {
        var most = limits.runsInFlight();
        return most != null && underway.runs() >= most
                ? Optional.of(
                        new Refusal(
                                "%,d runs are in flight, and the workspace's limit is %,d (runsInFlight). Wait for one to end, or have the limit raised: `promptcards limits set --runs N`."
                                        .formatted(underway.runs(), most),
                                underway.untilOneEnds()))
                : Optional.empty();
    }

    private Optional<Refusal> tooManyExecutions(Wanted wanted) {
        var most = limits.executionsPerDay();
        return most != null && executionsToday + underway.executions() + wanted.executions() > most
                ? Optional.of(
                        new Refusal(
                                "These %,d executions are more than are left of the day's %,d (executionsPerDay, UTC): %,d are made, and runs under way have %,d to make. Try fewer cases, wait until midnight, or have the limit raised: `promptcards limits set --executions-per-day N`."
                                        .formatted(
                                                wanted.executions(),
                                                most,
                                                executionsToday,
                                                underway.executions()),
                                until(dayEnds())))
                : Optional.empty();
    }

    private Optional<Refusal> tooExpensive(Wanted wanted) {
        var most = limits.spendPerMonthUsd();
        var all = spentUsd.add(underway.costUsd()).add(wanted.costUsd());
        return most != null && wanted.mayCost() && all.compareTo(most) > 0
                ? Optional.of(
                        new Refusal(
                                "This is expected to cost %s, more than is left of the month's %s (spendPerMonthUsd, UTC): %s are spent, and %s reserved for runs under way. Try fewer cases, wait for the next month, or have the limit raised: `promptcards limits set --spend-per-month USD`."
                                        .formatted(
                                                usd(wanted.costUsd()),
                                                usd(most),
                                                usd(spentUsd),
                                                usd(underway.costUsd())),
                                until(monthEnds())))
                : Optional.empty();
    }

    private Optional<Refusal> allSpent(Wanted wanted) {
        var most = limits.spendPerMonthUsd();
        return most != null && wanted.mayCost() && spentUsd.compareTo(most) >= 0
                ? Optional.of(
                        new Refusal(
                                "The month's %s (spendPerMonthUsd, UTC) are spent. Wait for the next one, or have the limit raised: `promptcards limits set --spend-per-month USD`."
                                        .formatted(usd(most)),
                                until(monthEnds())))
                : Optional.empty();
    }

    private static String usd(BigDecimal amount) {
        return Amount.usd(amount);
    }
}
