package dev.promptcards.assertion.judge;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Work on virtual threads: judges are slow, and most of their questions do not wait for each
/// other.
public final class Parallel {

    private Parallel() {}

    /// Starts `work` now; what is returned waits for it, and throws what it threw. Interrupting
    /// whoever waits interrupts the work.
    public static <T> Supplier<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.startVirtualThread(task);
        return () -> await(task);
    }

    /// The results of all, in order.
    public static <T> List<T> all(List<Callable<T>> work) {
        List<Supplier<T>> started = work.stream().map(Parallel::start).toList();
        return started.stream().map(Supplier::get).toList();
    }

    private static <T> T await(FutureTask<T> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw Unanswered.unusable("Interrupted while waiting for the judge");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException ours) {
                throw ours;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
