package dev.promptcards.run.worker;

import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.RetryPolicy;
import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.QueueBatch;
import dev.promptcards.run.OnUnknown;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// What follows for an item whose request brought no answer: back to the queue, held, or an error.
@Singleton
class Setbacks {

    private final Ledger ledger;

    Setbacks(Ledger ledger) {
        this.ledger = ledger;
    }

    /// The provider refused for now.
    void refused(RunPlan plan, Attempted attempted, ProviderResult result, String message) {
        var item = attempted.item();
        int tries = item.tries() + 1;
        var decision =
                RetryPolicy.DEFAULT.decide(
                        result, tries, attempted.sends(), ThreadLocalRandom.current());
        switch (decision) {
            case RetryPolicy.Decision.RetryAfter(Duration wait) ->
                    ledger.returned(plan, goesBack(item, wait, true, message));
            case RetryPolicy.Decision.GiveUp() ->
                    ledger.settled(
                            plan, attempted.error("%s (tried %d times)".formatted(message, tries)));
        }
    }

    /// The outcome is unknown: the run's policy decides.
    void lost(RunPlan plan, Attempted attempted, String message) {
        var item = attempted.item();
        int sends = attempted.sends();
        if (plan.run().onUnknown() == OnUnknown.HOLD) {
            ledger.held(plan, attempted.unknown(message));
            return;
        }
        var decision =
                RetryPolicy.DEFAULT.decide(
                        new ProviderResult.Lost(message),
                        item.tries() + sends,
                        sends - item.tries(),
                        ThreadLocalRandom.current());
        switch (decision) {
            case RetryPolicy.Decision.RetryAfter(Duration wait) ->
                    ledger.returned(plan, goesBack(item, wait, false, message));
            case RetryPolicy.Decision.GiveUp() ->
                    ledger.settled(
                            plan,
                            attempted.error(
                                    "unknown outcome: %s (sent %d times)"
                                            .formatted(message, sends)));
        }
    }

    private static QueueBatch.Returned goesBack(
            ClaimedItem item, Duration wait, boolean refused, String message) {
        return new QueueBatch.Returned(
                item.number(), item.fence(), wait.toMillis(), refused, StoredText.of(message));
    }
}
