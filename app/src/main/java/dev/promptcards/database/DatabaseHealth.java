package dev.promptcards.database;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.AsyncSingleResultPublisher;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import io.micronaut.scheduling.TaskExecutors;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.reactivestreams.Publisher;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;

import javax.sql.DataSource;

/// Ready is who gets a connection that answers. Not a matter of liveness: a new process would find
/// the same database.
@Singleton
@Readiness
@Requires(property = "database.url")
final class DatabaseHealth implements HealthIndicator {

    private static final int ANSWER_SECONDS = 2;

    private final DataSource pool;
    private final ExecutorService threads;

    DatabaseHealth(DataSource pool, @Named(TaskExecutors.BLOCKING) ExecutorService threads) {
        this.pool = pool;
        this.threads = threads;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return new AsyncSingleResultPublisher<>(
                threads, () -> HealthResult.builder("database", status()).build());
    }

    private HealthStatus status() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(ANSWER_SECONDS) ? HealthStatus.UP : HealthStatus.DOWN;
        } catch (SQLException e) {
            return HealthStatus.DOWN;
        }
    }
}
