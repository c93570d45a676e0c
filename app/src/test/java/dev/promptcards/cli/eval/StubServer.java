package dev.promptcards.cli.eval;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.promptcards.cli.server.ApiClient;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Answers what it was told to, in order, and writes down what it was asked: the other side of the
/// commands' conversation.
final class StubServer implements AutoCloseable {

    /// @param line method and path with its query
    record Asked(String line, String body, Map<String, List<String>> headers) {}

    private final HttpServer http;
    private final Map<String, Deque<String>> answers = new ConcurrentHashMap<>();
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    StubServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
    }

    /// The last answer to a request is given for ever.
    StubServer on(String line, String... bodies) {
        answers.put(line, new ArrayDeque<>(List.of(bodies)));
        return this;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    ApiClient client() {
        return new ApiClient(url(), "token");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(line, body, exchange.getRequestHeaders()));
        Deque<String> known = answers.getOrDefault(line, new ArrayDeque<>());
        String given = known.size() > 1 ? known.poll() : known.peek();
        byte[] bytes =
                (given == null ? "{\"detail\":\"not expected: " + line + "\"}" : given)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(given == null ? 404 : 200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
