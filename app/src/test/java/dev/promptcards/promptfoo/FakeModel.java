package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;

/// An endpoint on loopback whose answers are decided by [Markers] in the text of the request alone:
/// chat and completions, embeddings ([FakeEmbedding]), moderation (`flag:CATEGORY` is flagged), the
/// hook of a `webhook` assertion (`…/hook`) and something that is no model (`…/plain`).
public final class FakeModel implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> CATEGORIES =
            List.of("hate", "violence", "self-harm", "sexual", "harassment");

    private final HttpServer server;

    private FakeModel(HttpServer server) {
        this.server = server;
    }

    /// @param port 0 for any that is free
    public static FakeModel start(int port) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var server = HttpServer.create(address, 256);
        server.createContext("/", FakeModel::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return new FakeModel(server);
    }

    /// @param arguments the port
    static void main(String[] arguments) throws IOException {
        System.out.println(start(Integer.parseInt(arguments[0])).url());
    }

    /// What `OPENAI_BASE_URL` has to be.
    public String url() {
        return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            var path = exchange.getRequestURI().getPath();
            var model = exchange.getRequestHeaders().getFirst("X-Model");
            var answer =
                    switch (path.substring(path.lastIndexOf('/') + 1)) {
                        case "embeddings" -> new Answer(200, embeddings(body));
                        case "moderations" -> new Answer(200, moderation(body.path("input")));
                        case "hook" -> hook(body);
                        case "plain" ->
                                plain(
                                        body.path("q").asText(),
                                        Optional.ofNullable(model).orElse(""));
                        default -> complete(body);
                    };
            byte[] bytes = JSON.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private record Answer(int status, ObjectNode body) {}

    private static Answer complete(JsonNode body) {
        boolean isChat = !body.has("prompt");
        var texts = isChat ? texts(body.path("messages")) : List.of(body.path("prompt").asText());
        var markers = new Markers(String.join("\n", texts));
        if (markers.status().isPresent()) {
            int status = markers.status().get();
            return new Answer(status, failure("canned failure " + status));
        }
        var answer = markers.answer(body.path("model").asText(), texts.getLast());
        var choice = markers.choice(answer);
        var written = JSON.createObjectNode().put("id", "1").put("created", 1);
        written.set("model", body.path("model"));
        if (isChat) {
            written.put("object", "chat.completion").putArray("choices").add(choice);
        } else {
            choice.remove(List.of("message", "logprobs"));
            choice.put("text", answer);
            written.put("object", "text_completion").putArray("choices").add(choice);
        }
        int asked = words(markers.text());
        int said = words(choice.at("/message/content").asText(isChat ? "" : answer));
        written.putObject("usage")
                .put("prompt_tokens", asked)
                .put("completion_tokens", said)
                .put("total_tokens", asked + said);
        return new Answer(200, written);
    }

    private static List<String> texts(JsonNode messages) {
        var texts = new ArrayList<String>();
        for (var message : messages) {
            var content = message.path("content");
            var parts = new ArrayList<String>();
            content.forEach(part -> parts.add(part.path("text").asText()));
            texts.add(content.isArray() ? String.join("\n", parts) : content.asText(""));
        }
        return texts;
    }

    private static ObjectNode embeddings(JsonNode body) {
        var input = body.path("input");
        var written = JSON.createObjectNode().put("object", "list");
        var data = written.putArray("data");
        for (var text : input.isArray() ? input : JSON.createArrayNode().add(input)) {
            data.addObject()
                    .put("object", "embedding")
                    .put("index", data.size() - 1)
                    .set("embedding", JSON.valueToTree(FakeEmbedding.of(text.asText())));
        }
        written.putObject("usage").put("prompt_tokens", 1).put("total_tokens", 1);
        return written;
    }

    private static ObjectNode moderation(JsonNode input) {
        var written = JSON.createObjectNode().put("id", "1").put("model", "fake-moderation");
        var result = written.putArray("results").addObject();
        var flags = JSON.createObjectNode();
        var scores = JSON.createObjectNode();
        for (var category : CATEGORIES) {
            boolean flagged = input.toString().contains("flag:" + category);
            flags.put(category, flagged);
            scores.put(category, flagged ? 0.9 : 0.01);
        }
        result.put("flagged", input.toString().contains("flag:"));
        result.set("categories", flags);
        result.set("category_scores", scores);
        return written;
    }

    private static Answer hook(JsonNode body) {
        var output = body.path("output");
        var text = output.isTextual() ? output.asText() : output.toString();
        if (text.contains("hook-500")) {
            return new Answer(500, failure("hook failure"));
        }
        var verdict = JSON.createObjectNode();
        if (text.contains("hook-bad")) {
            return new Answer(200, verdict.put("pass", "yes"));
        }
        if (text.contains("hook-score")) {
            verdict.put("pass", true).put("score", 0.4).put("reason", "scored");
            return new Answer(200, verdict);
        }
        var wanted = body.at("/context/vars/want").asText("good");
        return new Answer(200, verdict.put("pass", text.contains(wanted)));
    }

    private static Answer plain(String text, String model) {
        var status = new Markers(text).status();
        if (status.isPresent()) {
            return new Answer(status.get(), failure("plain failure"));
        }
        var written = JSON.createObjectNode();
        written.putObject("answer")
                .put("text", text.toUpperCase(Locale.ROOT))
                .put("len", text.codePointCount(0, text.length()));
        written.putArray("list").add(1).add(2).add(3);
        return new Answer(200, written.put("model", model));
    }

    private static ObjectNode failure(String message) {
        var written = JSON.createObjectNode();
        written.putObject("error").put("message", message).put("type", "canned");
        return written;
    }

    private static int words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }
}
