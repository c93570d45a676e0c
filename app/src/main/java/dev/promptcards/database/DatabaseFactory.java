package dev.promptcards.database;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.env.Environment;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import javax.sql.DataSource;

/// The pool and the Jdbi over it, made when first asked for: a context without a database starts.
@Factory
final class DatabaseFactory {

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);

    /// The pool of the application's role. Opening it opens no connection: they come in the
    /// background, one after the other.
    @Singleton
    @Bean(preDestroy = "close")
    HikariDataSource pool(
            @Property(name = "database.url") String url,
            Environment environment,
            Optional<MeterRegistry> metrics) {
        HikariConfig config =
                config(
                        DatabaseUrl.parse("DATABASE_URL", url),
                        PoolLimits.read(variable -> property(environment, variable)));
        metrics.ifPresent(config::setMetricRegistry);
        return new HikariDataSource(config);
    }

    @Singleton
    Jdbi jdbi(DataSource pool, ObjectMapper json) {
        return Jdbi.create(pool).installPlugin(new RowMapping(json));
    }

    private static HikariConfig config(DatabaseUrl url, PoolLimits limits) {
        var config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl(url.jdbcUrl());
        config.setMaximumPoolSize(limits.most());
        config.setMinimumIdle(limits.least());
        config.setMaxLifetime(limits.lifetime().toMillis());
        config.setIdleTimeout(limits.idleTime().toMillis());
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(-1);
        // One multi-row INSERT on the wire for a batch of them.
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("ApplicationName", "promptcards");
        // Hikari's own time-out abandons a connection attempt; this one ends it.
        config.addDataSourceProperty("connectTimeout", CONNECTION_TIMEOUT.toSeconds());
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // The detail of an error quotes the row, and a row holds prompts and outputs.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        url.driverProperties()
                .forEach((key, value) -> config.addDataSourceProperty((String) key, value));
        return config;
    }

    /// Micronaut reads the environment's `DB_MAX_CONNS` as the property `db.max.conns`.
    private static Optional<String> property(Environment environment, String variable) {
        String name = variable.toLowerCase(Locale.ROOT).replace('_', '.');
        return environment
                .getProperty(name, String.class)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
