package dev.promptcards.provider.limit;

import dev.promptcards.cache.RedisLink;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Limits counted in Redis, so that all workers share them. While Redis is away each worker counts
/// for itself: calls go on, and the limit is one per worker.
final class RedisQuota implements Quota {

    private final RedisLink redis;
    private final String connection;
    private final Limits limits;
    private final Semaphore ownPlaces;
    private final Optional<RedisPlaces> sharedPlaces;
    private final Rates ownRates;

    RedisQuota(RedisLink redis, String connection, Limits limits) {
        this.redis = redis;
        this.connection = connection;
        this.limits = limits;
        this.ownPlaces = new Semaphore(limits.maxConcurrency().orElse(Integer.MAX_VALUE), true);
        this.sharedPlaces =
                limits.maxConcurrency().isPresent()
                        ? Optional.of(
                                new RedisPlaces(
                                        redis,
                                        connection,
                                        limits.maxConcurrency().getAsInt(),
                                        RedisPlaces.LEASE))
                        : Optional.empty();
        this.ownRates = Rates.local(limits);
    }

    @Override
    public Place take() throws InterruptedException {
        ownPlaces.acquire();
        Optional<String> lease = Optional.empty();
        try {
            if (sharedPlaces.isPresent()) {
                lease = sharedPlaces.get().take();
            }
            Thread.sleep(reserve());
        } catch (InterruptedException e) {
            giveBack(lease);
            throw e;
        }
        return new SharedPlace(lease);
    }

    /// To be called every few seconds, so that the places of calls that take long stay taken.
    void renew() {
        sharedPlaces.ifPresent(RedisPlaces::renew);
    }

    private Duration reserve() {
        return redis.ask(link -> Rates.shared(link, connection, limits).reserve())
                .orElseGet(ownRates::reserve);
    }

    private void giveBack(Optional<String> lease) {
        lease.ifPresent(id -> sharedPlaces.ifPresent(places -> places.giveBack(id)));
        ownPlaces.release();
    }

    private final class SharedPlace implements Place {

        private final Optional<String> lease;

        SharedPlace(Optional<String> lease) {
            this.lease = lease;
        }

        @Override
        public void spent(long tokens) {
            if (limits.tokensPerMinute().isEmpty()) {
                return;
            }
            boolean counted =
                    redis.ask(link -> Rates.shared(link, connection, limits).spent(tokens))
                            .isPresent();
            if (!counted) {
                ownRates.spent(tokens);
            }
        }

        @Override
        public void close() {
            giveBack(lease);
        }
    }
}
