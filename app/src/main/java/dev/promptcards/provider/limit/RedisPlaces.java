package dev.promptcards.provider.limit;

import dev.promptcards.cache.RedisLink;

import io.lettuce.core.ScriptOutputType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/// Places in flight of one connection, shared by all workers: a sorted set of leases by the time
/// they end, by Redis's clock. The leases of a worker that died end by themselves.
final class RedisPlaces {

    static final Duration LEASE = Duration.ofSeconds(30);

    private static final int LONGEST_PAUSE_MILLIS = 100;

    private static final String NOW =
            """
            local t = redis.call('TIME')
            local now = t[1] * 1000 + math.floor(t[2] / 1000)
            """;
    private static final String TAKE =
            NOW
                    + """
                    redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
                    if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
                    redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[3])
                    redis.call('PEXPIRE', KEYS[1], ARGV[2])
                    return 1
                    """;
    private static final String RENEW =
            NOW
                    + """
                    for i = 2, #ARGV do
                      redis.call('ZADD', KEYS[1], 'XX', now + ARGV[1], ARGV[i])
                    end
                    return redis.call('PEXPIRE', KEYS[1], ARGV[1])
                    """;

    private final RedisLink redis;
    private final String key;
    private final int limit;
    private final Duration lease;
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final ReentrantLock line = new ReentrantLock(true);

    RedisPlaces(RedisLink redis, String connection, int limit, Duration lease) {
        this.redis = redis;
        this.key = "limit:flight:" + connection;
        this.limit = limit;
        this.lease = lease;
    }

    /// Waits for a place; the first of this process's line asks, the others wait behind it. Empty
    /// where Redis is away.
    Optional<String> take() throws InterruptedException {
        String id = UUID.randomUUID().toString();
        line.lockInterruptibly();
        try {
            for (long pause = 5; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
                Optional<Long> taken = run(TAKE, List.of(limit + "", lease.toMillis() + "", id));
                if (taken.isEmpty()) {
                    return Optional.empty();
                }
                if (taken.get() == 1) {
                    held.add(id);
                    return Optional.of(id);
                }
                Thread.sleep(ThreadLocalRandom.current().nextLong(pause, 2 * pause));
            }
        } finally {
            line.unlock();
        }
    }

    void giveBack(String id) {
        held.remove(id);
        redis.ask(connection -> connection.async().zrem(key, bytes(id)));
    }

    /// Puts off the end of the leases held; to be called well within the lease.
    void renew() {
        List<String> ids = new ArrayList<>(held);
        if (!ids.isEmpty()) {
            ids.addFirst(lease.toMillis() + "");
            run(RENEW, ids);
        }
    }

    private Optional<Long> run(String script, List<String> arguments) {
        String[] keys = {key};
        byte[][] values = arguments.stream().map(RedisPlaces::bytes).toArray(byte[][]::new);
        return redis.ask(
                connection ->
                        connection
                                .sync()
                                .<Long>eval(script, ScriptOutputType.INTEGER, keys, values));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
