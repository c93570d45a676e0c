package dev.promptcards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Stands between a node and a Redis, and can be taken away, grow silent or grow slow.
public final class RedisRelay implements AutoCloseable {

    private final Supplier<String> redis;
    private final String user;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock silence = new ReentrantLock();
    private volatile boolean stopped;
    private volatile Delay delay = new Delay(0, 0);

    /// To the tests' Redis.
    public RedisRelay() {
        this(TestServers::redisUrl);
    }

    /// @param redis asked for each connection, for it may have moved; its user and password stay
    public RedisRelay(Supplier<String> redis) {
        this.redis = redis;
        var info = URI.create(redis.get()).getRawUserInfo();
        this.user = info == null ? "" : info + "@";
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    /// In nanoseconds, one way.
    private record Delay(long least, long most) {

        long any() {
            return most == 0 ? 0 : ThreadLocalRandom.current().nextLong(least, most + 1);
        }
    }

    /// What is under way, until when; nothing in it where one side has ended.
    private record Parcel(byte[] bytes, long due) {}

    public String url() {
        return "redis://" + user + "127.0.0.1:" + door.getLocalPort();
    }

    /// Ends what is connected, and whatever connects later.
    public void stop() {
        stopped = true;
        open.forEach(RedisRelay::close);
    }

    /// Lets new connections through again.
    public void resume() {
        stopped = false;
    }

    /// Answers nothing any more, and keeps the connections.
    public void fallSilent() {
        silence.lock();
    }

    public void speakAgain() {
        silence.unlock();
    }

    /// From now on a question and its answer take as long as this on their ways together, some more
    /// and some less; order is kept.
    public void slowDown(Duration least, Duration most) {
        delay = new Delay(least.toNanos() / 2, most.toNanos() / 2);
    }

    public void speedUp() {
        delay = new Delay(0, 0);
    }

    private void accept() {
        try {
            while (true) {
                var client = door.accept();
                if (stopped) {
                    client.close();
                } else {
                    connect(client);
                }
            }
        } catch (IOException e) {
            // The door was closed.
        }
    }

    private void connect(Socket client) {
        try {
            var uri = URI.create(redis.get());
            var server = new Socket(uri.getHost(), uri.getPort());
            open.add(client);
            open.add(server);
            carry(client, server);
            carry(server, client);
        } catch (IOException e) {
            // There is no Redis now, and the node is to see that.
            close(client);
        }
    }

    private void carry(Socket from, Socket to) {
        var underWay = new LinkedBlockingQueue<Parcel>();
        Thread.startVirtualThread(() -> take(from, underWay));
        Thread.startVirtualThread(() -> deliver(underWay, from, to));
    }

    private void take(Socket from, BlockingQueue<Parcel> underWay) {
        try {
            var in = from.getInputStream();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                underWay.add(new Parcel(Arrays.copyOf(buffer, n), System.nanoTime() + delay.any()));
            }
        } catch (IOException e) {
            // Closed: the same as ended.
        }
        underWay.add(new Parcel(new byte[0], System.nanoTime()));
    }

    private void deliver(BlockingQueue<Parcel> underWay, Socket from, Socket to) {
        try {
            var out = to.getOutputStream();
            for (var next = underWay.take(); next.bytes().length > 0; next = underWay.take()) {
                LockSupport.parkNanos(next.due() - System.nanoTime());
                silence.lock();
                silence.unlock();
                out.write(next.bytes());
            }
        } catch (IOException e) {
            // Closed: the same as ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.remove(from);
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stop();
    }
}
