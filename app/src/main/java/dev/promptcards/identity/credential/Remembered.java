package dev.promptcards.identity.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import java.util.function.Predicate;

/// What the database said of a credential, used for five seconds at most, counted from before it
/// was asked. What was forgotten on this node is asked anew, and an answer that was under way
/// meanwhile is not kept. That there is no such row is not remembered: who guesses fills no memory.
///
/// @param <V> what is said of one id
public final class Remembered<V> {

    /// How old an answer may become.
    public static final Duration BOUND = Duration.ofSeconds(5);

    private static final int MOST = 100_000;
    private static final int STRIPES = 1024;

    private final Function<UUID, Optional<V>> reader;
    private final Ticker ticker;
    private final Cache<UUID, Answer<V>> answers;

    /// How often an id of a stripe was forgotten: an answer from before the last time is none.
    private final AtomicIntegerArray forgotten = new AtomicIntegerArray(STRIPES);

    /// @param reader asks the database
    public Remembered(Function<UUID, Optional<V>> reader, Ticker ticker) {
        this.reader = reader;
        this.ticker = ticker;
        // The age is looked at below, for it counts from the question; this frees the memory.
        this.answers =
                Caffeine.newBuilder()
                        .maximumSize(MOST)
                        .expireAfterWrite(BOUND)
                        .ticker(ticker)
                        .build();
    }

    private record Answer<V>(V value, long asked, int stripe) {}

    /// What is known of `id`. Asks the database where nothing is remembered, or not `enough`.
    public Optional<V> get(UUID id, Predicate<V> enough) {
        return remembered(id).filter(enough).or(() -> read(id));
    }

    /// What is remembered of `id`, and asks nobody.
    public Optional<V> remembered(UUID id) {
        return Optional.ofNullable(answers.getIfPresent(id))
                .filter(answer -> holds(id, answer))
                .map(Answer::value);
    }

    private Optional<V> read(UUID id) {
        long asked = ticker.read();
        int stripe = forgotten.get(stripe(id));
        var value = reader.apply(id);
        value.ifPresent(it -> answers.put(id, new Answer<>(it, asked, stripe)));
        return value;
    }

    /// Uses nothing any more that was read before now.
    public void forget(UUID id) {
        forgotten.incrementAndGet(stripe(id));
    }

    private boolean holds(UUID id, Answer<V> answer) {
        return answer.stripe() == forgotten.get(stripe(id))
                && ticker.read() - answer.asked() < BOUND.toNanos();
    }

    private static int stripe(UUID id) {
        return Math.floorMod(id.hashCode(), STRIPES);
    }
}
