package dev.promptcards.cache;

import com.zaxxer.hikari.HikariDataSource;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets misses of one family have a fifth of the pool's connections at most, so that a cold cache
/// leaves the database to everything else, and those of one workspace half of that, so that it
/// leaves the others theirs.
@Singleton
public final class Bulkheads {

    private static final int SHARE_OF_POOL = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Map<Family, Places> places = new EnumMap<>(Family.class);

    Bulkheads(HikariDataSource pool) {
        int ofFamily = Math.max(1, pool.getMaximumPoolSize() / SHARE_OF_POOL);
        for (var family : Family.values()) {
            places.put(family, new Places(ofFamily));
        }
    }

    /// What `read` returns, once there is a place for it.
    ///
    /// @throws Problem.Unavailable when there is none for too long
    public <T> T within(Family family, WorkspaceId workspace, Supplier<T> read) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        var ofFamily = Objects.requireNonNull(places.get(family));
        // Its own first: of who waits for the family's, no workspace is more than its share.
        return within(ofFamily.of(workspace), until, () -> within(ofFamily.all(), until, read));
    }

    private static <T> T within(Semaphore some, long until, Supplier<T> work) {
        try {
            if (!some.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.get();
        } finally {
            some.release();
        }
    }

    private static Problem busy() {
        return new Problem.Unavailable(
                "The database takes too long to answer what is not in the cache. Try again in a"
                        + " moment.",
                PATIENCE);
    }
}
