package dev.promptcards.cache;

import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

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

/// Repeats the deletes of the outbox until Redis acknowledges them, and takes their rows away then,
/// or once nothing from before the change can stand in Redis any more.
/// Each delete is sent once more, a moment after the change: that the first one arrived is not
/// written down, and it would not help where Redis lost it by failing over.
@Singleton
@Requires(property = "database.url")
final class Sweep implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /// What was stored before a change has ended by itself then.
    private static final Duration OUTLIVED = Family.LABEL.lease().plus(Family.LABEL.timeToLive());

    private final WorkspaceTransactions transactions;
    private final Leases leases;
    private final TaskScheduler scheduler;

    Sweep(
            WorkspaceTransactions transactions,
            Leases leases,
            @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
        this.transactions = transactions;
        this.leases = leases;
        this.scheduler = scheduler;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        var unused = scheduler.scheduleWithFixedDelay(PAUSE, PAUSE, this::tryToSweep);
    }

    private void tryToSweep() {
        try {
            sweep();
        } catch (RuntimeException e) {
            // Thrown, it would end the schedule. The rows wait for the next time.
            LOG.warn("Deletes in Redis could not be repeated", e);
        }
    }

    /// Once over the workspaces that have deletes due.
    void sweep() {
        transactions.outsideWorkspaces(OutboxRows::workspaces).forEach(this::tryToSweep);
    }

    private void tryToSweep(WorkspaceId workspace) {
        try {
            sweep(workspace);
        } catch (RuntimeException e) {
            LOG.warn("Deletes of workspace {} could not be repeated", workspace, e);
        }
    }

    /// The row stands until the delete is acknowledged; a second node that sweeps meanwhile
    /// deletes once more.
    private void sweep(WorkspaceId workspace) {
        var due = transactions.inWorkspace(workspace, handle -> OutboxRows.of(handle, workspace));
        if (leases.delete(due.stream().map(OutboxRows.Due::key).toList())) {
            transactions.inWorkspace(
                    workspace, handle -> OutboxRows.remove(handle, workspace, due));
        } else {
            transactions.inWorkspace(
                    workspace, handle -> OutboxRows.removeOlder(handle, workspace, OUTLIVED));
        }
    }
}
