package dev.promptcards.run.worker;

import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.QueuedRun;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// What items in work have paid that is not counted yet, since it is counted when they settle. A
/// limit that saw only what is settled would let a whole window of items through too many. Of this
/// process only; of others, what they have settled is known.
@Singleton
final class Unsettled {

    private static final double MOST_USD = 1e10;

    private record Item(QueuedRun run, int number) {}

    private final Map<Item, Double> paid = new ConcurrentHashMap<>();

    /// The item has been answered, or one of its judges has answered.
    void add(RunPlan plan, ClaimedItem item, OptionalDouble costUsd) {
        double usd = costUsd.orElse(0);
        // What is no amount is refused when it is to be stored.
        if (usd > 0 && usd < MOST_USD) {
            paid.merge(new Item(plan.key(), item.number()), usd, Double::sum);
        }
    }

    /// The item has its outcome.
    void forget(RunPlan plan, int number) {
        paid.remove(new Item(plan.key(), number));
    }

    /// Nothing of the run is in work any more. What it paid without an outcome is among the stored
    /// answers, and counts when the run goes on.
    void forget(RunPlan plan) {
        paid.keySet().removeIf(item -> item.run().equals(plan.key()));
    }

    BigDecimal of(WorkspaceId workspace) {
        return sum(item -> item.run().workspace().equals(workspace));
    }

    BigDecimal of(QueuedRun run) {
        return sum(item -> item.run().equals(run));
    }

    private BigDecimal sum(Predicate<Item> which) {
        return BigDecimal.valueOf(
                paid.entrySet().stream()
                        .filter(entry -> which.test(entry.getKey()))
                        .mapToDouble(Map.Entry::getValue)
                        .sum());
    }
}
