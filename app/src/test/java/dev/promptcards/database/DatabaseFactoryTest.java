package dev.promptcards.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;

import dev.promptcards.TestServers;
import dev.promptcards.problem.Problem;

import io.micronaut.context.ApplicationContext;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthResult;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import reactor.core.publisher.Mono;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

class DatabaseFactoryTest {

    @Test
    void a_context_without_a_database_starts() {
        try (var context = ApplicationContext.run()) {
            assertThat(context.isRunning()).isTrue();
        }
    }

    @Test
    void a_context_whose_database_is_away_starts_and_gives_up_within_the_time_out() {
        try (var context =
                ApplicationContext.run(
                        Map.of("database.url", "postgres://ann:secret@localhost:1/cards"))) {
            Jdbi jdbi = context.getBean(Jdbi.class);
            long start = System.nanoTime();
            assertThatThrownBy(jdbi::open).isInstanceOf(org.jdbi.v3.core.ConnectionException.class);
            assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
        }
    }

    @Test
    void the_pool_serves_as_the_application_within_its_limits() {
        var properties = new HashMap<String, Object>(TestServers.properties());
        properties.putAll(
                Map.of("db.max.conns", "3", "db.min.conns", "1", "db.max.conn.lifetime", "2h"));
        try (var context = ApplicationContext.run(properties)) {
            HikariDataSource pool = context.getBean(HikariDataSource.class);
            assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
            assertThat(pool.getMinimumIdle()).isEqualTo(1);
            assertThat(pool.getMaxLifetime()).isEqualTo(7_200_000);
            assertThat(pool.getIdleTimeout()).isEqualTo(30_000);
            assertThat(pool.getConnectionTimeout()).isEqualTo(2_000);
            String user =
                    context.getBean(Jdbi.class)
                            .withHandle(
                                    handle ->
                                            handle.createQuery("SELECT current_user")
                                                    .mapTo(String.class)
                                                    .one());
            assertThat(user).isEqualTo(TestServers.database().application().user());
        }
    }

    @Test
    void a_bad_limit_is_a_sentence() {
        var properties = new HashMap<String, Object>(TestServers.properties());
        properties.put("db.max.conns", "many");
        try (var context = ApplicationContext.run(properties)) {
            assertThatThrownBy(() -> context.getBean(Jdbi.class))
                    .rootCause()
                    .isInstanceOf(Problem.Invalid.class)
                    .hasMessageContaining("DB_MAX_CONNS");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (:prompt)",
                "SELECT 1 / 0 WHERE :prompt <> ''",
                "SELECT nothing FROM nowhere WHERE x = :prompt",
            })
    void what_was_bound_is_in_no_message(String statement) {
        var prompt = "What the user asked";
        Map<String, Object> properties = new HashMap<>(TestServers.properties());
        try (var context = ApplicationContext.run(properties);
                Handle handle = context.getBean(Jdbi.class).open()) {
            handle.execute("CREATE TEMPORARY TABLE t (prompt text CHECK (prompt = ''))");
            assertThatThrownBy(
                            () -> handle.createUpdate(statement).bind("prompt", prompt).execute())
                    .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(prompt));
            assertThatThrownBy(
                            () ->
                                    handle.prepareBatch(statement)
                                            .bind("prompt", prompt)
                                            .add()
                                            .execute())
                    .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(prompt));
        }
    }

    @Test
    void readiness_follows_the_database() {
        Map<String, Object> up = new HashMap<>(TestServers.properties());
        Map<String, Object> down =
                Map.of("database.url", "postgres://ann:secret@localhost:1/cards");
        assertThat(readiness(up)).isEqualTo(HealthStatus.UP);
        assertThat(readiness(down)).isEqualTo(HealthStatus.DOWN);
    }

    private static HealthStatus readiness(Map<String, Object> properties) {
        try (var context = ApplicationContext.run(properties)) {
            return Mono.from(context.getBean(DatabaseHealth.class).getResult())
                    .map(HealthResult::getStatus)
                    .blockOptional()
                    .orElseThrow();
        }
    }

    private static String stackTrace(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
