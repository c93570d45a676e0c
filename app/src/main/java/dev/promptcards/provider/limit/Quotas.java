package dev.promptcards.provider.limit;

import dev.promptcards.cache.RedisLink;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The quotas in use, one for each connection and the limits set on it. They are counted in Redis
/// where this process has one.
@Singleton
final class Quotas implements AutoCloseable {

    private static final Duration RENEWAL = RedisPlaces.LEASE.dividedBy(3);

    private record Key(String connection, Limits limits) {}

    private final RedisLink redis;
    private final Map<Key, Quota> quotas = new ConcurrentHashMap<>();
    private final Thread renewal = Thread.ofVirtual().unstarted(this::renewLeases);

    Quotas(RedisLink redis) {
        this.redis = redis;
    }

    Quota of(String connection, Limits limits) {
        return quotas.computeIfAbsent(new Key(connection, limits), this::open);
    }

    private Quota open(Key key) {
        if (!redis.isConfigured()) {
            return new LocalQuota(key.limits());
        }
        startRenewal();
        return new RedisQuota(redis, key.connection(), key.limits());
    }

    private synchronized void startRenewal() {
        if (renewal.getState() == Thread.State.NEW) {
            renewal.start();
        }
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
    }
}
