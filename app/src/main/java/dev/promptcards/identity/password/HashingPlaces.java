package dev.promptcards.identity.password;

import dev.promptcards.problem.Problem;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// How many passwords are hashed at once. Each takes 19 MiB and a core, so that a crowd at the door
/// would take the memory and the processor from everybody inside. A short queue waits; who comes
/// when it is full, or waits too long, is told to come again.
@Singleton
final class HashingPlaces {

    private static final int WAITING_PER_PLACE = 8;
    private static final int SHARE_OF_MEMORY = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final int most;
    private final Semaphore places;
    private final AtomicInteger inside = new AtomicInteger();
    private final Timer timer;

    /// Two for each core, and fewer where they would take more than an eighth of the heap.
    @Inject
    HashingPlaces(HashCost cost, Optional<MeterRegistry> metrics) {
        this(
                (int)
                        Math.clamp(
                                Runtime.getRuntime().maxMemory()
                                        / SHARE_OF_MEMORY
                                        / (cost.memoryKib() * 1024L),
                                1,
                                2L * Runtime.getRuntime().availableProcessors()),
                metrics.orElse(Metrics.globalRegistry));
    }

    HashingPlaces(int places, MeterRegistry metrics) {
        this.timer =
                Timer.builder("promptcards.password.hash")
                        .description("Passwords hashed or compared, and how long that took")
                        .register(metrics);
        this.places = new Semaphore(places, true);
        this.most = places + places * WAITING_PER_PLACE;
    }

    /// What `work` returns, once there is a place for it.
    ///
    /// @throws Problem.TooMany when there is none for too long
    <T> T within(Supplier<T> work) {
        if (inside.incrementAndGet() > most) {
            inside.decrementAndGet();
            throw full();
        }
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw full();
            }
            var sample = Timer.start();
            try {
                return work.get();
            } finally {
                sample.stop(timer);
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw full();
        } finally {
            inside.decrementAndGet();
        }
    }

    /// Those who have a place and those who wait for one.
    int inside() {
        return inside.get();
    }

    private static Problem full() {
        return new Problem.TooMany(
                "Too many people sign in at this moment. Try again in a few seconds.", PATIENCE);
    }
}
