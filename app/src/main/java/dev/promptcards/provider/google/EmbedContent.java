package dev.promptcards.provider.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.Parameters;
import dev.promptcards.provider.api.Protocol;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// Embeddings: the output is a list of numbers. How many tokens they took is not said.
final class EmbedContent implements Protocol {

    private final Endpoint endpoint;

    EmbedContent(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public String kind() {
        return "google:embedding";
    }

    @Override
    public String path() {
        return Paths.of(endpoint, "embedContent");
    }

    @Override
    public ObjectNode parameters(ObjectNode settings) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.setAll(endpoint.config());
        config.setAll(settings);
        return Parameters.in(config);
    }

    @Override
    public void ask(Prompt prompt, ObjectNode body) {
        body.putObject("content").putArray("parts").addObject().put("text", prompt.asText());
    }

    @Override
    public Optional<Answer> read(JsonNode answer, ObjectNode settings, Duration latency) {
        JsonNode values = answer.path("embedding").path("values");
        return values.isArray() && !values.isEmpty()
                ? Optional.of(Answer.of(values, Optional.empty(), OptionalDouble.empty(), latency))
                : Optional.empty();
    }

    @Override
    public String mismatch(JsonNode answer) {
        return "answered JSON that holds no embedding";
    }
}
