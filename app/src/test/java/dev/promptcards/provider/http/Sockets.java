package dev.promptcards.provider.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/// Sockets that listen on the loopback, IPv4 and IPv6, at one port, and count who connects.
public final class Sockets implements AutoCloseable {

    private final ServerSocket four;
    private final ServerSocket six;
    private final AtomicInteger accepted = new AtomicInteger();

    private Sockets(ServerSocket four, ServerSocket six) {
        this.four = four;
        this.six = six;
        Thread.startVirtualThread(() -> accept(four));
        Thread.startVirtualThread(() -> accept(six));
    }

    public static Sockets listening() throws IOException {
        var four = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        return new Sockets(
                four, new ServerSocket(four.getLocalPort(), 50, InetAddress.ofLiteral("::1")));
    }

    public int port() {
        return four.getLocalPort();
    }

    public int accepted() {
        return accepted.get();
    }

    @Override
    public void close() throws IOException {
        four.close();
        six.close();
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                try (var connection = socket.accept()) {
                    accepted.incrementAndGet();
                    connection.getInputStream().read();
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }
}
