package dev.promptcards.identity.device;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.problem.Problem;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// How often somebody may do something within a time, on this node: whoever does it more often
/// waits.
///
/// @param <K> who it is counted for
final class Allowance<K> {

    private static final int REMEMBERED = 10_000;

    private final int most;
    private final Duration time;
    private final String message;
    private final Cache<K, AtomicInteger> done;

    /// @param message for who has none left
    Allowance(int most, Duration time, String message, Ticker ticker) {
        this.most = most;
        this.time = time;
        this.message = message;
        this.done =
                Caffeine.newBuilder()
                        .maximumSize(REMEMBERED)
                        .expireAfterWrite(time)
                        .ticker(ticker)
                        .build();
    }

    /// Refuses who has none left.
    ///
    /// @throws Problem.TooMany then
    void require(K who) {
        var count = done.getIfPresent(who);
        if (count != null && count.get() >= most) {
            throw new Problem.TooMany(message, time);
        }
    }

    /// Counts one more.
    void count(K who) {
        done.get(who, _ -> new AtomicInteger()).incrementAndGet();
    }
}
