package dev.promptcards.provider;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/// An HTTP server on the loopback that answers as its script says, down to single bytes: half a
/// body, no body, a cut connection. One connection at a time may hold it up; others go on.
public final class FakeEndpoint implements AutoCloseable {

    /// What was asked.
    ///
    /// @param head the request line and the headers
    public record Request(String head, String body) {}

    @FunctionalInterface
    public interface Script {
        /// Returning keeps the connection, throwing [IOException] cuts it.
        void answer(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Script script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    public FakeEndpoint(Script script) {
        this(script, ServerSocketFactory.getDefault());
    }

    private FakeEndpoint(Script script, ServerSocketFactory sockets) {
        this.script = script;
        try {
            this.server = sockets.createServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    /// An endpoint behind TLS that gives every request the same answer.
    public static FakeEndpoint overTls(SSLContext tls, String body) {
        return new FakeEndpoint((_, out) -> send(out, 200, body), tls.getServerSocketFactory());
    }

    /// An endpoint that gives every request the same answer.
    public static FakeEndpoint answering(int status, String body, String... headers) {
        return new FakeEndpoint((_, out) -> send(out, status, body, headers));
    }

    public static void send(OutputStream out, int status, String body, String... headers)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
        head.append("Content-Type: application/json\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.UTF_8));
        out.write(bytes);
        out.flush();
    }

    public static void raw(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    public static IOException cut() {
        return new IOException("cut by the script");
    }

    public int port() {
        return server.getLocalPort();
    }

    /// As a configuration has it.
    public String baseUrl() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    public List<Request> requests() {
        return requests;
    }

    /// Connections made so far.
    public int connections() {
        return connections.get();
    }

    /// Connections the other side has not closed.
    public int openConnections() {
        return open.get();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.incrementAndGet();
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                Request request = read(in);
                requests.add(request);
                script.answer(request, socket.getOutputStream());
            }
        } catch (IOException | InterruptedException e) {
            // One side has ended it.
        } finally {
            open.decrementAndGet();
        }
    }

    private static Request read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed by the client");
            }
            head.write(b);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int length =
                text.lines()
                        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                        .map(line -> Integer.parseInt(line.substring(15).strip()))
                        .findFirst()
                        .orElse(0);
        return new Request(text, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }
}
