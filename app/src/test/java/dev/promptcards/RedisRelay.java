package dev.promptcards;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Stands between a node and the tests' Redis, and can be taken away or grow silent.
public final class RedisRelay implements AutoCloseable {

    private final URI redis = URI.create(TestServers.redisUrl());
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock silence = new ReentrantLock();
    private volatile boolean stopped;

    public RedisRelay() {
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    public String url() {
        var user = redis.getRawUserInfo() == null ? "" : redis.getRawUserInfo() + "@";
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

    private void accept() {
        try {
            while (true) {
                var client = door.accept();
                if (stopped) {
                    client.close();
                    continue;
                }
                var server = new Socket(redis.getHost(), redis.getPort());
                open.add(client);
                open.add(server);
                Thread.startVirtualThread(() -> copy(client, server));
                Thread.startVirtualThread(() -> copy(server, client));
            }
        } catch (IOException e) {
            // The door was closed.
        }
    }

    private void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                silence.lock();
                silence.unlock();
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            close(from);
            close(to);
        }
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
