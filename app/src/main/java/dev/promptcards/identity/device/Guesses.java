package dev.promptcards.identity.device;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.UserId;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Keeps people from trying user codes: ten wrong ones in ten minutes. Of the 2.6 × 10¹⁰ codes, as
/// many wait as there are sign-ins under way.
@Singleton
class Guesses {

    static final int MOST = 10;

    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int PEOPLE = 10_000;

    private final Cache<UserId, AtomicInteger> wrong;

    Guesses(Ticker ticker) {
        this.wrong =
                Caffeine.newBuilder()
                        .maximumSize(PEOPLE)
                        .expireAfterWrite(WINDOW)
                        .ticker(ticker)
                        .build();
    }

    /// Refuses who has none left.
    void requireSome(UserId user) {
        var count = wrong.getIfPresent(user);
        if (count != null && count.get() >= MOST) {
            throw new Problem.TooMany(
                    "Too many wrong codes. Wait ten minutes, and type the one your program shows"
                            + " now.",
                    WINDOW);
        }
    }

    void count(UserId user) {
        wrong.get(user, _ -> new AtomicInteger()).incrementAndGet();
    }
}
