package dev.promptcards.cache;

import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.problem.Problem;

import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// Hears what other nodes have changed, on a connection of its own that is none of the pool's
/// (LISTEN belongs to a connection), and makes a new one when it breaks. Where a pooler stands
/// between that hands connections round, nothing is heard, and the bounds alone hold.
@Singleton
@Requires(property = "database.url")
final class NoticeFeed implements ApplicationEventListener<ServerStartupEvent>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeFeed.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// How long nothing may be heard before the connection is asked for a sign of life.
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final String url;
    private final List<NoticeListener> listeners;
    private final Thread thread = Thread.ofVirtual().name("notices").unstarted(this::listen);

    NoticeFeed(@Property(name = "database.url") String url, List<NoticeListener> listeners) {
        this.url = url;
        this.listeners = listeners;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        thread.start();
    }

    private void listen() {
        while (!Thread.currentThread().isInterrupted()) {
            try (var connection = DatabaseUrl.parse("DATABASE_URL", url).connect()) {
                hear(connection);
            } catch (SQLException | Problem.Unavailable e) {
                LOG.debug("Nothing is heard of other nodes: {}", e.getMessage());
            }
            pause();
        }
    }

    private void hear(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("LISTEN " + Outbox.CHANNEL);
            // From here on everything is told; what came before is not known.
            listeners.forEach(NoticeListener::missedSome);
            while (!Thread.currentThread().isInterrupted()) {
                var told =
                        connection
                                .unwrap(PGConnection.class)
                                .getNotifications((int) QUIET.toMillis());
                if (told == null || told.length == 0) {
                    statement.execute("SELECT 1");
                    continue;
                }
                for (var each : told) {
                    Notice.parse(each.getParameter())
                            .ifPresent(
                                    notice ->
                                            listeners.forEach(
                                                    listener -> listener.changed(notice)));
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    @PreDestroy
    public void close() {
        thread.interrupt();
    }
}
