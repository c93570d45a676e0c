package dev.promptcards.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// A chat endpoint that echoes what it is asked after a while, and keeps count of what it has
/// answered: each answer stands for a bill. The model `judge` says that all is well, or which of
/// several outputs is the best: the last.
final class CountingModel implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// What is asked with this in it gets no answer the first time: the connection is cut.
    static final String LOST = "lost the first time";

    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> answered = new ConcurrentHashMap<>();
    private final Map<String, Integer> judged = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final long latencyMillis;

    CountingModel(long latencyMillis) throws IOException {
        this.latencyMillis = latencyMillis;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /// By what was asked, how often it was answered.
    Map<String, Integer> answered() {
        return Map.copyOf(answered);
    }

    /// What the judge was asked, and how often it answered.
    Map<String, Integer> judged() {
        return Map.copyOf(judged);
    }

    private static String verdict(String asked) {
        return asked.contains("<Text index=")
                ? "1"
                : "{\"pass\": true, \"score\": 1, \"reason\": \"fine\"}";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = JSON.readTree(exchange.getRequestBody());
            boolean judge = request.path("model").asText().equals("judge");
            var messages = request.get("messages");
            var asked = judge ? messages.toString() : messages.at("/0/content").asText();
            Thread.sleep(latencyMillis);
            if (asked.contains(LOST) && lost.add(asked)) {
                return;
            }
            (judge ? judged : answered).merge(asked, 1, Integer::sum);
            var body = JSON.createObjectNode();
            body.putArray("choices")
                    .addObject()
                    .put("finish_reason", "stop")
                    .putObject("message")
                    .put("role", "assistant")
                    .put("content", judge ? verdict(asked) : asked);
            body.putObject("usage").put("prompt_tokens", 10).put("completion_tokens", 2);
            byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
