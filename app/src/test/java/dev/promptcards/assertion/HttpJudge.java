package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.judge.Judge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// A judge behind an OpenAI-compatible endpoint, whatever provider a question names.
final class HttpJudge implements Judge {

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    HttpJudge(String base) {
        this.base = base;
    }

    @Override
    public Reply ask(Question question) {
        ObjectNode body = Workbench.MAPPER.createObjectNode();
        return switch (question.task()) {
            case TEXT -> text(question.input(), body.put("model", "judge-model"));
            case EMBEDDING ->
                    post("/embeddings", body.set("input", question.input()), "/data/0/embedding");
            case MODERATION -> moderation(body.set("input", question.input()));
            case CLASSIFICATION -> new Reply.Nobody("this endpoint classifies nothing");
        };
    }

    private Reply text(JsonNode input, ObjectNode body) {
        if (input.isArray()) {
            body.set("messages", input);
        } else {
            body.putArray("messages").addObject().put("role", "user").set("content", input);
        }
        return post("/chat/completions", body, "/choices/0/message/content");
    }

    private Reply moderation(JsonNode body) {
        if (!(post("/moderations", body, "/results/0/categories")
                instanceof Reply.Answered(JsonNode categories))) {
            return new Reply.Failed("no moderation");
        }
        ArrayNode flags = Workbench.MAPPER.createArrayNode();
        categories.properties().stream()
                .filter(category -> category.getValue().asBoolean())
                .forEach(
                        c ->
                                flags.addObject()
                                        .put("code", c.getKey())
                                        .put("description", c.getKey()));
        return new Reply.Answered(flags);
    }

    @Override
    public Reply post(String url, JsonNode body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build();
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200
                    ? new Reply.Answered(Workbench.MAPPER.readTree(response.body()))
                    : new Reply.Failed("API error: " + response.statusCode());
        } catch (IOException e) {
            return new Reply.Failed(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Failed("interrupted");
        }
    }

    private Reply post(String path, JsonNode body, String pointer) {
        return post(base + path, body) instanceof Reply.Answered(JsonNode answer)
                ? new Reply.Answered(answer.at(pointer))
                : new Reply.Failed("API error");
    }
}
