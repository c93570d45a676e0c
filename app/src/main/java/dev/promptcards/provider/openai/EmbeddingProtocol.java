package dev.promptcards.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.Usage;
import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.Pricing;
import dev.promptcards.provider.api.Protocol;

import java.time.Duration;
import java.util.Optional;

/// Embeddings: the output is a list of numbers.
public final class EmbeddingProtocol implements Protocol {

    private final Endpoint endpoint;
    private final Pricing pricing;

    public EmbeddingProtocol(Endpoint endpoint, Pricing pricing) {
        this.endpoint = endpoint;
        this.pricing = pricing;
    }

    @Override
    public String kind() {
        return "openai:embedding";
    }

    @Override
    public String path() {
        return "/embeddings";
    }

    @Override
    public ObjectNode parameters(ObjectNode settings) {
        return ChatParameters.written(endpoint, settings);
    }

    @Override
    public void ask(Prompt prompt, ObjectNode body) {
        body.put("input", prompt.asText());
    }

    @Override
    public Optional<Answer> read(JsonNode answer, ObjectNode settings, Duration latency) {
        JsonNode embedding = answer.path("data").path(0).path("embedding");
        if (!embedding.isArray()
                || embedding.isEmpty()
                || !embedding.valueStream().allMatch(JsonNode::isNumber)) {
            return Optional.empty();
        }
        Optional<Usage> usage = ChatUsage.of(answer.path("usage"));
        return Optional.of(Answer.of(embedding, usage, pricing.costUsd(usage), latency));
    }

    @Override
    public String mismatch(JsonNode answer) {
        return "answered JSON that holds no embedding";
    }
}
