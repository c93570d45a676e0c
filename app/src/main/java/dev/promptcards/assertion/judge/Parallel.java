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

    /// Work that was started.
    ///
    /// @param <T> what it results in
    public static final class Started<T> implements Supplier<T>, AutoCloseable {

        private final FutureTask<T> task;

        private Started(FutureTask<T> task) {
            this.task = task;
        }

        /// Waits for the result, and throws what the work threw. Interrupting whoever waits
        /// interrupts the work.
        @Override
        public T get() {
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

        /// Waits until the work is over, however it ends. A judge that is still thinking when its
        /// case is settled would be paid and never counted.
        @Override
        public void close() {
            try {
                get();
            } catch (RuntimeException _) {
                // Whoever wants the result asks for it, and gets this.
            }
        }
    }

    /// Starts `work` now.
    public static <T> Started<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.startVirtualThread(task);
        return new Started<>(task);
    }

    /// The results of all, in order. All have ended when this throws what one of them threw.
    public static <T> List<T> all(List<Callable<T>> work) {
        List<Started<T>> started = work.stream().map(Parallel::start).toList();
        started.forEach(Started::close);
        return started.stream().map(Started::get).toList();
    }
}
