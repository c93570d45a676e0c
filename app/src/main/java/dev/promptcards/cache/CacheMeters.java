package dev.promptcards.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;

import jakarta.inject.Singleton;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Counts what becomes of questions to the cache, family by family, as
/// `promptcards_cache_<event>_total{family}`.
@Singleton
public final class CacheMeters {

    /// What is counted.
    public enum Event {
        MEMORY_HITS("Answered from this process's memory"),
        HITS("Answered from Redis"),
        MISSES("Read from the database, whether stored in Redis afterwards or not"),
        FILLS("Stored in Redis"),
        WAITS("Waited for a question that was under way, here or on another node"),
        STALE_PREVENTED("Not stored, not believed or not used: a change had come between"),
        DELETES_LOST("Deletes that Redis did not acknowledge; the outbox repeats them");

        private final String description;

        Event(String description) {
            this.description = description;
        }
    }

    private final Map<Family, Map<Event, Counter>> counters = new EnumMap<>(Family.class);

    CacheMeters(Optional<MeterRegistry> registry, RedisLink redis) {
        var metrics = registry.orElse(Metrics.globalRegistry);
        Gauge.builder("promptcards.cache.redis.away", redis, it -> it.isResting() ? 1 : 0)
                .description("1 while the circuit breaker is open and nobody asks Redis")
                .register(metrics);
        for (var family : Family.values()) {
            var ofFamily = new EnumMap<Event, Counter>(Event.class);
            for (var event : Event.values()) {
                ofFamily.put(
                        event,
                        Counter.builder(
                                        "promptcards.cache."
                                                + event.name()
                                                        .toLowerCase(Locale.ROOT)
                                                        .replace('_', '.'))
                                .description(event.description)
                                .tag("family", family.toString())
                                .register(metrics));
            }
            counters.put(family, ofFamily);
        }
    }

    /// Counts one.
    public void count(Family family, Event event) {
        count(family, event, 1);
    }

    void count(Family family, Event event, int times) {
        counter(family, event).increment(times);
    }

    /// For who counts often.
    public Counter counter(Family family, Event event) {
        var ofFamily = Objects.requireNonNull(counters.get(family));
        return Objects.requireNonNull(ofFamily.get(event));
    }
}
