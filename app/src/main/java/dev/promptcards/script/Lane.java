package dev.promptcards.script;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;

/// The jobs of one scope, done one after the other on a thread of their own by an engine that stays
/// alive between them. An engine that a job broke is replaced before the next job.
///
/// One job crosses into the engine at a time. Several in one exchange would save some microseconds
/// each, but an engine stopped in the middle could then not name the job that did it.
final class Lane {

    /// QuickJS runs on the stack of its thread; with this much its own limit is always met first.
    private static final long STACK_BYTES = 16L << 20;

    private final BlockingQueue<Ticket> queue = new LinkedBlockingQueue<>();
    private final SandboxLimits limits;
    private final Program program;
    private final ScheduledExecutorService clock;

    Lane(SandboxLimits limits, Program program, ScheduledExecutorService clock) {
        this.limits = limits;
        this.program = program;
        this.clock = clock;
        Thread.ofPlatform().daemon().name("sandbox").stackSize(STACK_BYTES).start(this::work);
    }

    CompletableFuture<ScriptResult> submit(String job) {
        Ticket ticket = new Ticket(job, new CompletableFuture<>());
        queue.add(ticket);
        return ticket.answer();
    }

    /// Takes no further jobs; those already here are done, then engine and thread end.
    void retire() {
        queue.add(Ticket.LAST);
    }

    /// Ends the lane without doing what still waits in it.
    void close() {
        List<Ticket> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        retire();
        ScriptResult closed = new ScriptResult.Stopped("The sandbox was closed");
        waiting.forEach(ticket -> ticket.answer().complete(closed));
    }

    private void work() {
        Ticket next = take();
        while (!next.isLast()) {
            Deadline deadline = new Deadline(limits.time().toNanos(), clock);
            next = new Session(limits, program, deadline, next, this::take).serve();
        }
    }

    private Ticket take() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nothing interrupts a lane that waits", e);
        }
    }
}
