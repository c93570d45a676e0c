package dev.promptcards.cache;

import com.zaxxer.hikari.HikariDataSource;

import dev.promptcards.problem.Problem;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets misses of one family have a fifth of the pool's connections at most, so that a cold cache
/// leaves the database to everything else.
@Singleton
public final class Bulkheads {

    private static final int SHARE_OF_POOL = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Map<Family, Semaphore> places = new EnumMap<>(Family.class);

    Bulkheads(HikariDataSource pool) {
        for (var family : Family.values()) {
            places.put(
                    family, new Semaphore(Math.max(1, pool.getMaximumPoolSize() / SHARE_OF_POOL)));
        }
    }

    /// What `read` returns, once there is a place for it.
    ///
    /// @throws Problem.Unavailable when there is none for too long
    public <T> T within(Family family, Supplier<T> read) {
        var free = Objects.requireNonNull(places.get(family));
        try {
            if (!free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return read.get();
        } finally {
            free.release();
        }
    }

    private static Problem busy() {
        return new Problem.Unavailable(
                "The database takes too long to answer what is not in the cache. Try again in a"
                        + " moment.");
    }
}
