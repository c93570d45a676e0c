package dev.promptcards.script;

import org.jspecify.annotations.Nullable;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Interrupts the thread of an engine whose job runs past its time. QuickJS as compiled here looks
/// for that at every turn of every loop of its own, inside a regular expression too.
///
/// What counts is the time the processor worked on the job: on a busy machine a job is not stopped
/// for having waited. At most one look is scheduled at a time, so that thousands of small jobs a
/// second cost one look in each span of the limit.
final class Deadline {

    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();
    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final long limitNanos;
    private final ScheduledExecutorService clock;

    private @Nullable Thread running;
    private long usedBeforeNanos;
    private @Nullable Future<?> look;
    private boolean passed;

    Deadline(long limitNanos, ScheduledExecutorService clock) {
        this.limitNanos = limitNanos;
        this.clock = clock;
    }

    /// The calling thread begins a job.
    synchronized void begin() {
        running = Thread.currentThread();
        usedBeforeNanos = PROCESSOR.getCurrentThreadCpuTime();
        if (look == null) {
            lookIn(limitNanos);
        }
    }

    /// The job has ended; its thread will not be interrupted any more.
    ///
    /// @return whether it ended in time; if not, the thread already is interrupted
    synchronized boolean end() {
        running = null;
        return !passed;
    }

    private void lookIn(long nanos) {
        long wait = Math.max(nanos, SHORTEST_WAIT_NANOS);
        look = clock.schedule(this::look, wait, TimeUnit.NANOSECONDS);
    }

    private synchronized void look() {
        look = null;
        if (running == null) {
            return;
        }
        long used = PROCESSOR.getThreadCpuTime(running.threadId()) - usedBeforeNanos;
        if (used < limitNanos) {
            lookIn(limitNanos - used);
        } else {
            passed = true;
            running.interrupt();
        }
    }
}
