package dev.promptcards.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.Usage;
import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.Protocol;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Moderation: the output is the list of what was flagged, `{code, description, confidence}` each,
/// and empty where nothing was.
final class ModerationProtocol implements Protocol {

    private final Endpoint endpoint;

    ModerationProtocol(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public String kind() {
        return "openai:moderation";
    }

    @Override
    public String path() {
        return "/moderations";
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
        JsonNode results = answer.path("results");
        if (!results.isArray()) {
            return Optional.empty();
        }
        Map<String, Double> flags = new TreeMap<>();
        results.valueStream()
                .filter(result -> result.path("flagged").asBoolean())
                .forEach(result -> addFlags(result, flags));
        ArrayNode output = JsonNodeFactory.instance.arrayNode();
        flags.forEach(
                (category, confidence) ->
                        output.addObject()
                                .put("code", category)
                                .put("description", category)
                                .put("confidence", confidence));
        // OpenAI asks nothing for it; of others nobody knows.
        OptionalDouble cost =
                endpoint.isAt("api.openai.com") ? OptionalDouble.of(0) : OptionalDouble.empty();
        return Optional.of(Answer.of(output, Optional.of(Usage.NONE), cost, latency));
    }

    @Override
    public String mismatch(JsonNode answer) {
        return "answered JSON that is no moderation";
    }

    private static void addFlags(JsonNode result, Map<String, Double> flags) {
        for (Map.Entry<String, JsonNode> category : result.path("categories").properties()) {
            if (category.getValue().asBoolean()) {
                double score = result.path("category_scores").path(category.getKey()).asDouble();
                flags.merge(category.getKey(), score, Math::max);
            }
        }
    }
}
