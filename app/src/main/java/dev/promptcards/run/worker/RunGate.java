package dev.promptcards.run.worker;

import dev.promptcards.provider.ProviderResult;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Holds a run to its concurrency: at most so many calls in flight. A few items more may have their
/// intent committed and wait at the gate, so that a call that returns is followed by the next at
/// once and not by a commit; no more than a few, since their outcome is unknown after a crash.
final class RunGate {

    private final RunPlan plan;
    private final Semaphore calls;
    private final Semaphore intents;
    private volatile boolean closed;

    RunGate(RunPlan plan) {
        int concurrency = plan.run().concurrency();
        this.plan = plan;
        this.calls = new Semaphore(concurrency);
        this.intents = new Semaphore(concurrency + concurrency / 4 + 4);
    }

    RunPlan plan() {
        return plan;
    }

    /// How many items may be in work at once, in whatever stage: enough that commits and grading
    /// overlap with calls, few enough that memory does not grow with the run.
    int capacity() {
        return 2 * plan.run().concurrency() + 64;
    }

    /// From now on no request may leave.
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /// A place among the items whose intent is recorded. Close it when the call is over.
    Permit intent() throws InterruptedException {
        intents.acquire();
        return intents::release;
    }

    ProviderResult call(Supplier<ProviderResult> call) throws InterruptedException {
        calls.acquire();
        try {
            return call.get();
        } finally {
            calls.release();
        }
    }

    @FunctionalInterface
    interface Permit extends AutoCloseable {
        @Override
        void close();
    }
}
