package dev.promptcards.cache;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.micronaut.context.annotation.Value;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// The connection to Redis, behind a circuit breaker. A call waits for it as long as its patience
/// lasts; after a failure nobody asks again for [#PAUSE], and then one alone does: while that one
/// waits, the others go on without. It connects when it is first asked.
@Singleton
public final class RedisLink implements AutoCloseable {

    /// How long a call waits.
    public static final Duration PATIENCE = Duration.ofMillis(50);

    /// How long nobody asks after a failure.
    public static final Duration PAUSE = Duration.ofSeconds(1);

    private static final RedisCodec<String, byte[]> CODEC =
            RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final String url;
    private final Duration patience;
    private Optional<RedisClient> client = Optional.empty();
    private Optional<CompletableFuture<StatefulRedisConnection<String, byte[]>>> opening =
            Optional.empty();
    private volatile boolean resting;

    /// From when on one may try again, while nobody asks.
    private final AtomicLong nextTry = new AtomicLong();

    /// @param url `redis://…`, or empty where there is no Redis
    /// @param patience how long a call waits
    @Inject
    public RedisLink(
            @Value("${redis.url:}") String url,
            @Value("${redis.patience:50ms}") Duration patience) {
        this.url = url;
        this.patience = patience;
    }

    /// Whether there is to be a Redis at all.
    public boolean isConfigured() {
        return !url.isEmpty();
    }

    /// What `work` returns, or nothing where Redis is away. `work` may be carried out by Redis
    /// though nobody waited for it to the end.
    public <T> Optional<T> ask(Function<StatefulRedisConnection<String, byte[]>, T> work) {
        if (!isConfigured() || !mayAsk()) {
            return Optional.empty();
        }
        try {
            var answer = work.apply(opened().get(patience.toMillis(), TimeUnit.MILLISECONDS));
            resting = false;
            return Optional.of(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            // Whatever the client throws, it means the same here: do without Redis for a while.
            nextTry.set(System.nanoTime() + PAUSE.toNanos());
            resting = true;
            return Optional.empty();
        }
    }

    /// Whether nobody asks because the last answer was none.
    boolean isResting() {
        return resting;
    }

    private boolean mayAsk() {
        if (!resting) {
            return true;
        }
        long now = System.nanoTime();
        long due = nextTry.get();
        return now - due >= 0 && nextTry.compareAndSet(due, now + PAUSE.toNanos());
    }

    private synchronized CompletableFuture<StatefulRedisConnection<String, byte[]>> opened() {
        var current = opening.filter(it -> !it.isCompletedExceptionally()).orElseGet(this::open);
        opening = Optional.of(current);
        return current;
    }

    private CompletableFuture<StatefulRedisConnection<String, byte[]>> open() {
        var redis = client.orElseGet(this::create);
        client = Optional.of(redis);
        return CompletableFuture.supplyAsync(
                () -> {
                    var connection = redis.connect(CODEC);
                    connection.setTimeout(patience);
                    return connection;
                },
                Thread::startVirtualThread);
    }

    private RedisClient create() {
        var redis = RedisClient.create(url);
        // A command that waits for Redis to come back is a call that waits.
        redis.setOptions(
                ClientOptions.builder()
                        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                        .socketOptions(
                                SocketOptions.builder()
                                        .connectTimeout(Duration.ofSeconds(1))
                                        .build())
                        .build());
        return redis;
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        client.ifPresent(it -> it.shutdownAsync());
    }
}
