package dev.promptcards.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/// Sends one GET again and again over so many connections, each waiting for its answer before it
/// sends the next, from one thread. All answers must be as long as the first, which must be a 200.
final class Load {

    private final InetSocketAddress address;
    private final byte[] request;
    private final int connections;

    /// @param authorization what the header says; empty for none
    Load(URI url, String authorization, int connections) {
        this.address = new InetSocketAddress(url.getHost(), url.getPort());
        var path = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
        this.request =
                ("GET %s HTTP/1.1\r\nHost: %s:%d\r\n%s\r\n"
                                .formatted(
                                        path,
                                        url.getHost(),
                                        url.getPort(),
                                        authorization.isEmpty()
                                                ? ""
                                                : "Authorization: " + authorization + "\r\n"))
                        .getBytes(StandardCharsets.US_ASCII);
        this.connections = connections;
    }

    /// What one round showed.
    record Figures(double perSecond, double p50Millis, double p99Millis) {}

    private static final class Connection {
        final SocketChannel channel;
        long sent;
        int received;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    Figures run(Duration time) throws IOException {
        int expected = firstAnswer();
        var buffer = ByteBuffer.allocateDirect(64 * 1024);
        var out = ByteBuffer.allocateDirect(request.length).put(request).flip();
        var nanos = new long[4_000_000];
        int answers = 0;
        try (var selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                var channel = open();
                channel.configureBlocking(false);
                var connection = new Connection(channel);
                channel.register(selector, SelectionKey.OP_READ, connection);
                send(connection, out);
            }
            long begun = System.nanoTime();
            long end = begun + time.toNanos();
            while (System.nanoTime() < end) {
                selector.select(100);
                for (var key : selector.selectedKeys()) {
                    var connection = (Connection) key.attachment();
                    buffer.clear();
                    connection.received += connection.channel.read(buffer);
                    if (connection.received == expected) {
                        nanos[answers++] = System.nanoTime() - connection.sent;
                        send(connection, out);
                    } else if (connection.received > expected) {
                        throw new IOException("an answer of another length");
                    }
                }
                selector.selectedKeys().clear();
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            for (var key : selector.keys()) {
                key.channel().close();
            }
            Arrays.sort(nanos, 0, answers);
            return new Figures(
                    answers / seconds,
                    nanos[answers / 2] / 1e6,
                    nanos[(int) (answers * 0.99)] / 1e6);
        }
    }

    private void send(Connection connection, ByteBuffer out) throws IOException {
        connection.sent = System.nanoTime();
        connection.received = 0;
        out.rewind();
        if (connection.channel.write(out) != request.length) {
            throw new IOException("the request was not taken whole");
        }
    }

    private SocketChannel open() throws IOException {
        return SocketChannel.open(address).setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /// Its length, head and body.
    private int firstAnswer() throws IOException {
        try (var channel = open()) {
            channel.write(ByteBuffer.wrap(request));
            var buffer = ByteBuffer.allocate(64 * 1024);
            while (true) {
                if (channel.read(buffer) < 0) {
                    throw new IOException("no answer");
                }
                var text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
                int head = text.indexOf("\r\n\r\n");
                if (head < 0) {
                    continue;
                }
                if (!text.startsWith("HTTP/1.1 200")) {
                    throw new IOException(text);
                }
                int length =
                        Integer.parseInt(
                                text.toLowerCase(java.util.Locale.ROOT)
                                        .replaceFirst("(?s).*content-length: (\\d+).*", "$1"));
                if (buffer.position() >= head + 4 + length) {
                    return head + 4 + length;
                }
            }
        }
    }
}
