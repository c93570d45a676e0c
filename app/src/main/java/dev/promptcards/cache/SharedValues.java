package dev.promptcards.cache;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.cache.CacheMeters.Event;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Values that all nodes share through Redis, each read from the database by one of them. Where
/// Redis is away, the database is asked each time, through a bulkhead: answers stay right.
///
/// How stale an answer can be says [Leases]. Of each key at most one question is under way in this
/// process; who asks meanwhile gets its answer, which may have been read before they asked.
@Singleton
public final class SharedValues {

    /// How long one waits for another node's reading, look after look, before reading oneself.
    private static final long[] PAUSES_MILLIS = {10, 20, 40};

    private final Leases leases;
    private final StoredJson json;
    private final Bulkheads bulkheads;
    private final CacheMeters meters;
    private final Ticker ticker;
    private final ConcurrentMap<Key, CompletableFuture<Fresh<?>>> underWay =
            new ConcurrentHashMap<>();

    SharedValues(
            Leases leases,
            StoredJson json,
            Bulkheads bulkheads,
            CacheMeters meters,
            Ticker ticker) {
        this.leases = leases;
        this.json = json;
        this.bulkheads = bulkheads;
        this.meters = meters;
        this.ticker = ticker;
    }

    /// The value of a key, from Redis or from `read`.
    ///
    /// @param type a record that is written and read as JSON, or [Json], which is JSON already
    /// @param believed false for a value of which is known that a change has outdated it
    /// @param kept false for a value that is not to be stored
    /// @param read asks the primary, in a transaction that begins when it is called
    public <T> Fresh<T> get(
            Key key, Class<T> type, Predicate<T> believed, Predicate<T> kept, Supplier<T> read) {
        var mine = new CompletableFuture<Fresh<?>>();
        var others = underWay.putIfAbsent(key, mine);
        if (others != null) {
            meters.count(key.family(), Event.WAITS);
            return of(type, await(others));
        }
        // Taken off before it is answered: who finds the answer too old must not be given it again.
        try {
            var answer = ask(key, type, believed, kept, read);
            underWay.remove(key, mine);
            mine.complete(answer);
        } catch (Throwable failure) {
            underWay.remove(key, mine);
            mine.completeExceptionally(failure);
        }
        return of(type, await(mine));
    }

    private <T> Fresh<T> ask(
            Key key, Class<T> type, Predicate<T> believed, Predicate<T> kept, Supplier<T> read) {
        for (long pause : PAUSES_MILLIS) {
            long asked = ticker.read();
            switch (leases.look(key)) {
                case Leases.Look.Value(var bytes, var lifeMillis) -> {
                    var found =
                            isOurs(key, lifeMillis) ? json.read(bytes, type) : Optional.<T>empty();
                    if (found.filter(believed).isPresent()) {
                        meters.count(key.family(), Event.HITS);
                        return new Fresh<>(
                                found.get(), asked, TimeUnit.MILLISECONDS.toNanos(lifeMillis));
                    }
                    if (found.isPresent()) {
                        meters.count(key.family(), Event.STALE_PREVENTED);
                        return read(key, read);
                    }
                    // Nobody could use it for as long as it stands: the next look finds nothing.
                    leases.delete(List.of(key.toString()));
                }
                case Leases.Look.Granted(var lease) -> {
                    return read(key, lease, kept, read);
                }
                case Leases.Look.Away() -> {
                    return read(key, read);
                }
                case Leases.Look.Taken() -> {
                    meters.count(key.family(), Event.WAITS);
                    pause(pause);
                }
            }
        }
        return read(key, read);
    }

    /// Whether a value lives as long as one does that was stored here; one without an end, or with
    /// a later one, was put there by somebody else.
    private static boolean isOurs(Key key, long lifeMillis) {
        return lifeMillis > 0 && lifeMillis <= key.family().timeToLive().toMillis();
    }

    private <T> Fresh<T> read(Key key, Supplier<T> read) {
        meters.count(key.family(), Event.MISSES);
        return bulkheads.within(
                key.family(),
                key.workspace(),
                () -> {
                    long asked = ticker.read();
                    return new Fresh<>(read.get(), asked, key.family().timeToLive().toNanos());
                });
    }

    /// Reads and stores; where nothing is to be stored, or the reading fails, the lease is given
    /// back.
    private <T> Fresh<T> read(Key key, byte[] lease, Predicate<T> kept, Supplier<T> read) {
        boolean stored = false;
        try {
            var value = read(key, read);
            if (kept.test(value.value())) {
                fill(key, lease, value.value());
                stored = true;
            }
            return value;
        } finally {
            if (!stored) {
                leases.release(key, lease);
            }
        }
    }

    private void fill(Key key, byte[] lease, Object value) {
        switch (leases.fill(key, lease, json.write(value))) {
            case STORED -> meters.count(key.family(), Event.FILLS);
            case TOO_LATE -> meters.count(key.family(), Event.STALE_PREVENTED);
            case AWAY -> {}
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            // Who is interrupted reads without waiting any more.
            Thread.currentThread().interrupt();
        }
    }

    private static Fresh<?> await(CompletableFuture<Fresh<?>> answer) {
        try {
            return answer.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    private static <T> Fresh<T> of(Class<T> type, Fresh<?> fresh) {
        return new Fresh<>(type.cast(fresh.value()), fresh.asked(), fresh.lifeNanos());
    }
}
