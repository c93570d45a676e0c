package dev.promptcards.database;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/// Keeps the monthly partitions of the executions and of the audit log ahead of the calendar: when
/// a server starts, and daily from then on. A migration makes the first ones.
@Singleton
@Requires(property = "database.url")
final class Partitions implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

    /// This month and the three that follow, where missing. The database's clock counts.
    static final String ENSURE =
            """
            SELECT ensure_execution_partitions(today, ahead) + ensure_audit_partitions(today, ahead)
              FROM (SELECT (now() AT TIME ZONE 'UTC')::date AS today,
                           ((now() AT TIME ZONE 'UTC')::date + interval '3 months')::date AS ahead)
                   AS calendar
            """;

    private final Jdbi jdbi;
    private final TaskScheduler scheduler;

    Partitions(Jdbi jdbi, @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
        this.jdbi = jdbi;
        this.scheduler = scheduler;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        var unused = scheduler.scheduleAtFixedRate(Duration.ZERO, Duration.ofDays(1), this::ensure);
    }

    void ensure() {
        try {
            jdbi.useHandle(handle -> handle.createQuery(ENSURE).mapTo(Integer.class).one());
        } catch (RuntimeException e) {
            // Thrown, it would end the schedule. Three months are left to try again.
            LOG.warn("The partitions of the coming months could not be made", e);
        }
    }
}
