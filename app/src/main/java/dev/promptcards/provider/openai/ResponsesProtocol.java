package dev.promptcards.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.Usage;
import dev.promptcards.provider.api.ApiError;
import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.FinishReason;
import dev.promptcards.provider.api.Pricing;
import dev.promptcards.provider.api.Protocol;

import java.time.Duration;
import java.util.Optional;

/// Responses, the method after chats.
final class ResponsesProtocol implements Protocol {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Endpoint endpoint;
    private final Pricing pricing;

    ResponsesProtocol(Endpoint endpoint, Pricing pricing) {
        this.endpoint = endpoint;
        this.pricing = pricing;
    }

    @Override
    public String kind() {
        return "openai:responses";
    }

    @Override
    public String path() {
        return "/responses";
    }

    @Override
    public ObjectNode parameters(ObjectNode settings) {
        return ResponsesParameters.of(endpoint, settings);
    }

    /// Any JSON list is taken for items, since not all of them are messages.
    @Override
    public void ask(Prompt prompt, ObjectNode body) {
        switch (prompt) {
            case Prompt.Chat chat -> body.set("input", chat.messages());
            case Prompt.Text(String text) ->
                    body.set(
                            "input",
                            json(text)
                                    .filter(JsonNode::isArray)
                                    .orElseGet(() -> new TextNode(text)));
        }
    }

    @Override
    public Optional<Answer> read(JsonNode answer, ObjectNode settings, Duration latency) {
        JsonNode items = answer.path("output");
        if (!items.isArray() || items.isEmpty()) {
            return Optional.empty();
        }
        ResponseOutput output =
                ResponseOutput.of(items, setting("showThinking", settings).asBoolean(true));
        Optional<String> finish = finish(answer, output);
        Optional<Usage> usage = usage(answer.path("usage"));
        return Optional.of(
                new Answer(
                        read(output, settings),
                        usage,
                        finish,
                        pricing.costUsd(usage, ChatUsage.isAtListPrice(answer)),
                        latency,
                        Optional.empty(),
                        output.refusal().isPresent()
                                || finish.filter(FinishReason.CONTENT_FILTER::equals).isPresent(),
                        Optional.empty(),
                        Optional.of(metadata(answer, output))));
    }

    @Override
    public String mismatch(JsonNode answer) {
        return answer.path("output").isArray()
                ? "answered without an item of output"
                : "answered JSON that is no response";
    }

    @Override
    public Optional<Answer> declined(JsonNode answer, ApiError error, Duration latency) {
        Optional<Usage> usage = usage(answer.path("usage"));
        return Optional.of(
                new Answer(
                        new TextNode(error.message()),
                        usage,
                        Optional.of(FinishReason.CONTENT_FILTER),
                        pricing.costUsd(usage, ChatUsage.isAtListPrice(answer)),
                        latency,
                        Optional.empty(),
                        true,
                        Optional.empty(),
                        Optional.empty()));
    }

    private JsonNode read(ResponseOutput output, ObjectNode settings) {
        boolean structured =
                setting("response_format", settings).path("type").asText().equals("json_schema");
        // A null would read as no answer.
        return structured && output.refusal().isEmpty()
                ? json(output.text()).filter(value -> !value.isNull()).orElseGet(output::output)
                : output.output();
    }

    private static Optional<String> finish(JsonNode answer, ResponseOutput output) {
        return switch (answer.path("status").asText("")) {
            case "completed" -> Optional.of(output.calls() ? "tool_calls" : "stop");
            case "incomplete" -> FinishReason.of(answer.path("incomplete_details").path("reason"));
            default -> Optional.empty();
        };
    }

    private static Optional<Usage> usage(JsonNode usage) {
        if (!usage.isObject()) {
            return Optional.empty();
        }
        long input = usage.path("input_tokens").asLong();
        long output = usage.path("output_tokens").asLong();
        return Optional.of(
                new Usage(
                        input,
                        output,
                        usage.path("total_tokens").asLong(input + output),
                        usage.path("input_tokens_details").path("cached_tokens").asLong(),
                        usage.path("output_tokens_details").path("reasoning_tokens").asLong()));
    }

    private static ObjectNode metadata(JsonNode answer, ResponseOutput output) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        if (answer.path("id").isTextual()) {
            metadata.set("responseId", answer.get("id"));
        }
        if (answer.path("model").isTextual()) {
            metadata.set("model", answer.get("model"));
        }
        if (!output.annotations().isEmpty()) {
            metadata.set("annotations", output.annotations());
        }
        return metadata;
    }

    /// What a call's settings say, else the configuration.
    private JsonNode setting(String name, ObjectNode settings) {
        return settings.has(name) ? settings.path(name) : endpoint.config().path(name);
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(value -> !value.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
