package dev.promptcards.run.worker;

import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.JudgeCalls;
import dev.promptcards.queue.QueueBatch;
import dev.promptcards.run.Comparison;
import dev.promptcards.run.Execution;

import java.util.concurrent.CompletableFuture;

/// Something to be committed. The future tells, after the commit, whether the item was still this
/// worker's; if it was not, nothing was written for it.
sealed interface Entry {

    RunPlan plan();

    CompletableFuture<Boolean> committed();

    /// A request is about to leave.
    record Intent(RunPlan plan, QueueBatch.Sent item, CompletableFuture<Boolean> committed)
            implements Entry {}

    /// An answer's bytes, to be kept before they are scored.
    record Response(
            RunPlan plan,
            byte[] requestHash,
            byte[] body,
            long latencyMillis,
            CompletableFuture<Boolean> committed)
            implements Entry {}

    /// A question is about to leave for a judge.
    record Asks(RunPlan plan, JudgeCalls.Call call, CompletableFuture<Boolean> committed)
            implements Entry {}

    /// A judge has answered; its bytes are kept before they are used.
    record Answers(
            RunPlan plan,
            JudgeCalls.Call call,
            byte[] body,
            long latencyMillis,
            CompletableFuture<Boolean> committed)
            implements Entry {

        /// The answer, as one of any provider.
        Response response() {
            return new Response(plan, call.requestHash(), body, latencyMillis, committed);
        }
    }

    /// A judge has refused: it owes nothing and is owed nothing.
    record Refuses(RunPlan plan, JudgeCalls.Call call, CompletableFuture<Boolean> committed)
            implements Entry {}

    /// A row has been compared.
    record Compares(RunPlan plan, Comparison comparison, CompletableFuture<Boolean> committed)
            implements Entry {}

    /// A comparison is held: the answer of its judge is lost.
    record HoldsComparison(
            RunPlan plan, ClaimedItem item, String what, CompletableFuture<Boolean> committed)
            implements Entry {}

    /// An item goes back to the queue.
    record GoesBack(RunPlan plan, QueueBatch.Returned item, CompletableFuture<Boolean> committed)
            implements Entry {}

    /// An item has its outcome.
    record Settles(RunPlan plan, Execution execution, CompletableFuture<Boolean> committed)
            implements Entry {}

    /// An item is held, its outcome unknown.
    record Holds(RunPlan plan, Execution execution, CompletableFuture<Boolean> committed)
            implements Entry {}
}
