package dev.promptcards.provider;

import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Lost;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.RateLimited;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Whether a call is made again, and when. It waits for nothing itself: the queue does.
///
/// @param maxTries calls in all, where each before the last was refused
/// @param maxSends calls in all that may have been billed, where each before the last was lost
/// @param firstWait after the first refusal; doubled after each further one
/// @param longestWait nothing is put off longer, whatever the provider asks for
public record RetryPolicy(int maxTries, int maxSends, Duration firstWait, Duration longestWait) {

    public static final RetryPolicy DEFAULT =
            new RetryPolicy(8, 4, Duration.ofMillis(500), Duration.ofMinutes(2));

    public sealed interface Decision {
        record RetryAfter(Duration delay) implements Decision {}

        record GiveUp() implements Decision {}
    }

    /// What follows from a result.
    ///
    /// @param tries calls made so far that were refused or lost, this one among them
    /// @param sends those of them that were lost, this one among them where it was
    public Decision decide(ProviderResult result, int tries, int sends, RandomGenerator random) {
        return switch (result) {
            case RateLimited(Optional<Duration> retryAfter, _) ->
                    refused(retryAfter, tries, random);
            case Unavailable(Optional<Duration> retryAfter, _) ->
                    refused(retryAfter, tries, random);
            case Lost _ when sends < maxSends -> new Decision.RetryAfter(backOff(sends, random));
            case Lost _, Completed _, Rejected _, Malformed _ -> new Decision.GiveUp();
        };
    }

    private Decision refused(Optional<Duration> retryAfter, int tries, RandomGenerator random) {
        if (tries >= maxTries) {
            return new Decision.GiveUp();
        }
        Duration wait =
                retryAfter
                        .map(asked -> asked.plus(spread(firstWait, random)))
                        .orElseGet(() -> backOff(tries, random));
        return new Decision.RetryAfter(wait.compareTo(longestWait) > 0 ? longestWait : wait);
    }

    /// Between half and all of the doubled wait, so that those refused together do not return
    /// together.
    private Duration backOff(int nth, RandomGenerator random) {
        Duration doubled = firstWait.multipliedBy(1L << Math.min(Math.max(nth, 1) - 1, 20));
        Duration wait = doubled.compareTo(longestWait) > 0 ? longestWait : doubled;
        return wait.dividedBy(2).plus(spread(wait.dividedBy(2), random));
    }

    private static Duration spread(Duration most, RandomGenerator random) {
        return Duration.ofNanos((long) (random.nextDouble() * most.toNanos()));
    }
}
