package dev.promptcards.provider.limit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// The connection to Redis that limits are counted over. A call waits for it as long as its
/// patience lasts; after a failure nobody asks again for [#PAUSE].
final class RedisLink implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMillis(50);
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final RedisCodec<String, byte[]> CODEC =
            RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final RedisClient client;
    private final Duration patience;
    private CompletableFuture<StatefulRedisConnection<String, byte[]>> opening;
    private volatile long restsUntil = System.nanoTime();

    RedisLink(String url, Duration patience) {
        this.patience = patience;
        this.client = RedisClient.create(url);
        // A command that waits for Redis to come back is a call that waits.
        client.setOptions(
                ClientOptions.builder()
                        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                        .socketOptions(
                                SocketOptions.builder()
                                        .connectTimeout(Duration.ofSeconds(1))
                                        .build())
                        .build());
        this.opening = open();
    }

    /// What `work` returns, or nothing where Redis is away.
    <T> Optional<T> ask(Function<StatefulRedisConnection<String, byte[]>, T> work) {
        if (restsUntil - System.nanoTime() > 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    work.apply(opened().get(patience.toMillis(), TimeUnit.MILLISECONDS)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            // Whatever the client throws, it means the same here: count without Redis for a while.
            restsUntil = System.nanoTime() + PAUSE.toNanos();
            return Optional.empty();
        }
    }

    private synchronized CompletableFuture<StatefulRedisConnection<String, byte[]>> opened() {
        if (opening.isCompletedExceptionally()) {
            opening = open();
        }
        return opening;
    }

    private CompletableFuture<StatefulRedisConnection<String, byte[]>> open() {
        return CompletableFuture.supplyAsync(
                () -> {
                    var connection = client.connect(CODEC);
                    connection.setTimeout(patience);
                    return connection;
                },
                Thread::startVirtualThread);
    }

    @Override
    public synchronized void close() {
        var _ = client.shutdownAsync();
    }
}
