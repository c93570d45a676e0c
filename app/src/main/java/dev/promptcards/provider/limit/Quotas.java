package dev.promptcards.provider.limit;

import io.micronaut.context.annotation.Value;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The quotas in use, one for each connection and the limits set on it. They are counted in Redis
/// where this process has one; it is connected to when the first limit is set.
@Singleton
final class Quotas implements AutoCloseable {

    private static final Duration RENEWAL = RedisPlaces.LEASE.dividedBy(3);

    private record Key(String connection, Limits limits) {}

    private final String redisUrl;
    private final Duration patience;
    private final Map<Key, Quota> quotas = new ConcurrentHashMap<>();
    private Optional<RedisLink> redis = Optional.empty();
    private final Thread renewal = Thread.ofVirtual().unstarted(this::renewLeases);

    /// @param redisUrl `redis://…`, or empty
    @Inject
    Quotas(@Value("${redis.url:}") String redisUrl) {
        this(redisUrl, RedisLink.PATIENCE);
    }

    Quotas(String redisUrl, Duration patience) {
        this.redisUrl = redisUrl;
        this.patience = patience;
    }

    Quota of(String connection, Limits limits) {
        return quotas.computeIfAbsent(new Key(connection, limits), this::open);
    }

    private Quota open(Key key) {
        if (redisUrl.isEmpty()) {
            return new LocalQuota(key.limits());
        }
        return new RedisQuota(link(), key.connection(), key.limits());
    }

    private synchronized RedisLink link() {
        if (redis.isEmpty()) {
            redis = Optional.of(new RedisLink(redisUrl, patience));
            renewal.start();
        }
        return redis.get();
    }

    private void renewLeases() {
        try {
            while (true) {
                Thread.sleep(RENEWAL);
                for (Quota quota : quotas.values()) {
                    if (quota instanceof RedisQuota shared) {
                        shared.renew();
                    }
                }
            }
        } catch (InterruptedException e) {
            // The process ends; what is still held ends with its lease.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        renewal.interrupt();
        redis.ifPresent(RedisLink::close);
    }
}
