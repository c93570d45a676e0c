package dev.promptcards.run;

import dev.promptcards.problem.Problem;
import dev.promptcards.queue.Queue;
import dev.promptcards.queue.QueuedRun;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/// Lets runs go on by themselves once the day or the month of the limit that held them is over, as
/// far as there is room again; the others are tried again a minute later.
@Singleton
@Requires(property = "database.url")
class HeldRunSweep implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(HeldRunSweep.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final WorkspaceTransactions transactions;
    private final HeldRuns held;
    private final TaskScheduler scheduler;
    private final String role;

    /// @param role `all`, `api`, `worker` or `analytics`
    HeldRunSweep(
            WorkspaceTransactions transactions,
            HeldRuns held,
            @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler,
            @Property(name = "promptcards.role", defaultValue = "all") String role) {
        this.transactions = transactions;
        this.held = held;
        this.scheduler = scheduler;
        this.role = role;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        if (role.equals("all") || role.equals("worker")) {
            var unused = scheduler.scheduleWithFixedDelay(PAUSE, PAUSE, this::tryToSweep);
        }
    }

    private void tryToSweep() {
        try {
            sweep();
        } catch (RuntimeException e) {
            // Thrown, it would end the schedule.
            LOG.warn("Held runs could not be looked for", e);
        }
    }

    void sweep() {
        transactions.outsideWorkspaces(Queue::runsToGoOn).forEach(this::goOn);
    }

    private void goOn(QueuedRun run) {
        try {
            held.goOn(run.workspace(), run.run());
        } catch (Problem stays) {
            // There is no room for it yet, or somebody was faster.
            LOG.debug("Run {} stays held: {}", run.run(), stays.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("Run {} could not be let go on", run.run(), e);
        }
    }
}
