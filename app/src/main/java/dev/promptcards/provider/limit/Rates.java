package dev.promptcards.provider.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.api.StatefulRedisConnection;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// The limits per minute as token buckets. A bucket holds one second's worth, so that a minute sees
/// its limit and no burst on top.
record Rates(Optional<Bucket> requests, Optional<Bucket> tokens) {

    private static final ExpirationAfterWriteStrategy FORGOTTEN =
            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofMinutes(1));

    /// Counted in this process.
    static Rates local(Limits limits) {
        return new Rates(local(limits.requestsPerMinute()), local(limits.tokensPerMinute()));
    }

    /// Counted in Redis. Another limit for the same connection is another bucket.
    static Rates shared(
            StatefulRedisConnection<String, byte[]> redis, String connection, Limits limits) {
        return new Rates(
                shared(redis, "limit:requests:" + connection, limits.requestsPerMinute()),
                shared(redis, "limit:tokens:" + connection, limits.tokensPerMinute()));
    }

    /// Takes leave for one call, and says how long to wait before it is made. What a call costs in
    /// tokens is not known before: it may be made while anything is left, and what it overdraws the
    /// calls after it wait for.
    Duration reserve() {
        return Duration.ofNanos(
                Stream.of(requests, tokens)
                        .flatMap(Optional::stream)
                        .mapToLong(bucket -> bucket.consumeIgnoringRateLimits(1))
                        .max()
                        .orElse(0));
    }

    /// Counts what a call cost beyond the one token its leave was taken with; says how much.
    long spent(long count) {
        long more = Math.max(0, count - 1);
        if (more > 0) {
            tokens.ifPresent(bucket -> bucket.consumeIgnoringRateLimits(more));
        }
        return more;
    }

    private static Optional<Bucket> local(OptionalInt limit) {
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        var builder = Bucket.builder();
        for (var bandwidth : perMinute(limit.getAsInt()).getBandwidths()) {
            builder.addLimit(bandwidth);
        }
        return Optional.of(builder.build());
    }

    private static Optional<Bucket> shared(
            StatefulRedisConnection<String, byte[]> redis, String key, OptionalInt limit) {
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Bucket4jLettuce.casBasedBuilder(redis)
                        .requestTimeout(redis.getTimeout())
                        .expirationAfterWrite(FORGOTTEN)
                        .build()
                        .builder()
                        .build(key + ":" + limit.getAsInt(), () -> perMinute(limit.getAsInt())));
    }

    private static BucketConfiguration perMinute(int limit) {
        return BucketConfiguration.builder()
                .addLimit(
                        bandwidth ->
                                bandwidth
                                        .capacity(Math.max(1, limit / 60))
                                        .refillGreedy(limit, Duration.ofMinutes(1)))
                .build();
    }
}
