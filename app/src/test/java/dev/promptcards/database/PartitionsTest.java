package dev.promptcards.database;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.micronaut.scheduling.ScheduledExecutorTaskScheduler;

import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.util.concurrent.Executors;

class PartitionsTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void no_failure_ends_the_schedule(boolean ofTheDatabase) {
        ConnectionFactory broken =
                () -> {
                    if (ofTheDatabase) {
                        throw new SQLException("no connection");
                    }
                    throw new IllegalStateException("no pool");
                };
        try (var threads = Executors.newSingleThreadScheduledExecutor()) {
            var partitions =
                    new Partitions(
                            Jdbi.create(broken), new ScheduledExecutorTaskScheduler(threads));

            assertThatCode(partitions::ensure).doesNotThrowAnyException();
        }
    }
}
