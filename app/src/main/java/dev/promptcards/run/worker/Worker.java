package dev.promptcards.run.worker;

import dev.promptcards.queue.Queue;
import dev.promptcards.queue.QueuedRun;
import dev.promptcards.run.Orphans;
import dev.promptcards.run.RunEnd;
import dev.promptcards.run.WorkSignal;
import dev.promptcards.script.Sandbox;
import dev.promptcards.suite.CaseRepository;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds runs that have work and feeds their items to virtual threads, run after run and workspace
/// after workspace, as far as each run has room. What it holds in memory does not grow with a run.
@Singleton
public class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /// A dead worker's items are taken over after at most this long.
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final Duration RENEWAL = Duration.ofSeconds(5);
    private static final Duration BUSY = Duration.ofMillis(50);
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMillis(500);

    private final WorkspaceTransactions transactions;
    private final RunPlans plans;
    private final ItemWork work;
    private final Comparing comparing;
    private final CaseRepository cases;
    private final WorkSignal signal;
    private final RunEnd end;
    private final Sandbox sandbox;
    private final Map<QueuedRun, ActiveRun> actives = new LinkedHashMap<>();

    private @Nullable Thread thread;

    Worker(
            WorkspaceTransactions transactions,
            RunPlans plans,
            ItemWork work,
            Comparing comparing,
            CaseRepository cases,
            WorkSignal signal,
            RunEnd end,
            Sandbox sandbox) {
        this.transactions = transactions;
        this.plans = plans;
        this.work = work;
        this.comparing = comparing;
        this.cases = cases;
        this.signal = signal;
        this.end = end;
        this.sandbox = sandbox;
    }

    /// Begins to work, on a thread of its own.
    ///
    /// @param alone true where no other worker can be alive (an embedded database under its lock):
    ///     what a killed process left is then taken over at once
    public synchronized void start(boolean alone) {
        if (thread == null) {
            thread = Thread.ofPlatform().name("worker").daemon().start(() -> loop(alone));
        }
    }

    private void loop(boolean alone) {
        boolean first = alone;
        long renewAt = System.nanoTime();
        while (true) {
            try {
                var runs = transactions.outsideWorkspaces(Queue::runningRuns);
                if (first) {
                    runs.forEach(this::endLeases);
                    first = false;
                }
                boolean renew = System.nanoTime() >= renewAt;
                if (renew) {
                    renewAt = System.nanoTime() + RENEWAL.toNanos();
                    actives.values().forEach(active -> active.renewLeases(LEASE));
                    settleOrphans();
                }
                retire(runs);
                boolean fed = feed(runs, renew);
                signal.await(runs.isEmpty() ? IDLE : fed ? Duration.ZERO : BUSY);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                // The database may be away: keep asking, the items wait there.
                LOG.warn("the worker will try again: {}", e.toString());
                if (!pause()) {
                    return;
                }
            }
        }
    }

    /// A run that cannot be fed does not keep those after it waiting.
    private boolean feed(List<QueuedRun> runs, boolean reclaim) {
        boolean fed = false;
        Optional<RuntimeException> failure = Optional.empty();
        for (var key : inTurn(runs)) {
            try {
                fed |= feed(key, reclaim);
            } catch (RuntimeException e) {
                failure = failure.or(() -> Optional.of(e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return fed;
    }

    private boolean feed(QueuedRun key, boolean reclaim) {
        var active = actives.get(key);
        if (active == null) {
            active = activate(key);
            if (active == null) {
                return false;
            }
            actives.put(key, active);
        }
        // The first look at a run also takes over what others left.
        return active.feed(LEASE, reclaim);
    }

    private @Nullable ActiveRun activate(QueuedRun key) {
        return switch (plans.read(key)) {
            case RunPlans.Reading.Ready(var plan) ->
                    new ActiveRun(plan, work, comparing, cases, transactions, signal);
            case RunPlans.Reading.Hopeless(var run, var reason) -> {
                transactions.inWorkspace(
                        key.workspace(),
                        handle -> {
                            end.fail(handle, key.workspace(), run, reason);
                            return run;
                        });
                yield null;
            }
        };
    }

    /// Drops runs that have ended and whose last items are through.
    private void retire(List<QueuedRun> runs) {
        var running = Set.copyOf(runs);
        actives.entrySet()
                .removeIf(
                        entry -> {
                            var active = entry.getValue();
                            if (running.contains(entry.getKey()) || !active.isIdle()) {
                                return false;
                            }
                            sandbox.release(active.plan().scope());
                            active.end();
                            return true;
                        });
    }

    /// One run of each workspace, then the next of each: a workspace with many runs does not come
    /// before one with a single run.
    private static List<QueuedRun> inTurn(List<QueuedRun> runs) {
        var waiting = new LinkedHashMap<Object, List<QueuedRun>>();
        runs.forEach(
                run -> waiting.computeIfAbsent(run.workspace(), _ -> new ArrayList<>()).add(run));
        var order = new ArrayList<QueuedRun>();
        for (int turn = 0; order.size() < runs.size(); turn++) {
            for (var ofWorkspace : waiting.values()) {
                if (turn < ofWorkspace.size()) {
                    order.add(ofWorkspace.get(turn));
                }
            }
        }
        return order;
    }

    private void settleOrphans() {
        for (var run : transactions.outsideWorkspaces(Queue::orphanedRuns)) {
            int unknown =
                    transactions.inWorkspace(
                            run.workspace(), handle -> Orphans.settle(handle, run));
            if (unknown > 0) {
                LOG.info("run {} was stopped; {} of its outcomes are unknown", run.run(), unknown);
            }
        }
    }

    private void endLeases(QueuedRun run) {
        transactions.inWorkspace(
                run.workspace(),
                handle -> {
                    Queue.endLeases(handle, run);
                    return run;
                });
    }

    private static boolean pause() {
        try {
            Thread.sleep(IDLE);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /// Claims nothing more and sends nothing more; waits a while for the answers under way.
    @Override
    @PreDestroy
    public synchronized void close() {
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join();
            actives.values().forEach(ActiveRun::stop);
            long patience = System.nanoTime() + DRAIN.toNanos();
            while (System.nanoTime() < patience
                    && !actives.values().stream().allMatch(ActiveRun::isIdle)) {
                signal.await(BUSY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }
}
