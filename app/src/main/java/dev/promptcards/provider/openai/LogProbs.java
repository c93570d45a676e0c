package dev.promptcards.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.util.Optional;

/// The probabilities of a choice's tokens.
final class LogProbs {

    private LogProbs() {}

    /// One number a token; empty where none were asked for or given.
    static Optional<JsonNode> of(JsonNode logProbs) {
        JsonNode content = logProbs.path("content");
        if (!content.isArray()) {
            return Optional.empty();
        }
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode(content.size());
        content.forEach(token -> numbers.add(token.path("logprob")));
        return Optional.of(numbers);
    }
}
