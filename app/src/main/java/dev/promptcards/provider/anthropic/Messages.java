package dev.promptcards.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.Usage;
import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.FinishReason;
import dev.promptcards.provider.api.Parameters;
import dev.promptcards.provider.api.Pricing;
import dev.promptcards.provider.api.Protocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// `POST /v1/messages`.
final class Messages implements Protocol {

    /// Models that choose their sampling themselves and refuse to be told.
    private static final Pattern UNSAMPLED =
            Pattern.compile("claude-(opus-4-[7-9]|[a-z]+-[5-9])([-.].*)?");

    private final Endpoint endpoint;
    private final Pricing pricing;

    Messages(Endpoint endpoint, Pricing pricing) {
        this.endpoint = endpoint;
        this.pricing = pricing;
    }

    @Override
    public String kind() {
        return "anthropic:messages";
    }

    @Override
    public String path() {
        return endpoint.baseUrl().getPath().endsWith("/v1") ? "/messages" : "/v1/messages";
    }

    @Override
    public ObjectNode parameters(ObjectNode settings) {
        ObjectNode config = endpoint.config().deepCopy();
        config.setAll(settings);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", endpoint.model()).put("max_tokens", 1024).put("temperature", 0);
        body.setAll(endpoint.environment());
        body.setAll(Parameters.in(config));
        if (body.remove("extra_body") instanceof ObjectNode extra) {
            body.setAll(extra);
        }
        String thinking = body.path("thinking").path("type").asText("disabled");
        if (UNSAMPLED.matcher(endpoint.model()).matches()) {
            body.remove(List.of("temperature", "top_p", "top_k"));
        } else if (body.has("top_p") || !thinking.equals("disabled")) {
            body.remove("temperature");
        }
        return body;
    }

    /// Messages of the system are a member of their own.
    @Override
    public void ask(Prompt prompt, ObjectNode body) {
        ArrayNode messages = body.putArray("messages");
        switch (prompt) {
            case Prompt.Text(String text) ->
                    messages.addObject().put("role", "user").put("content", text);
            case Prompt.Chat(ArrayNode chat, _) -> {
                ArrayNode system = JsonNodeFactory.instance.arrayNode();
                for (JsonNode message : chat) {
                    if (!message.path("role").asText().equals("system")) {
                        messages.add(message);
                    } else if (message.path("content") instanceof ArrayNode blocks) {
                        system.addAll(blocks);
                    } else {
                        system.addObject()
                                .put("type", "text")
                                .put("text", message.path("content").asText());
                    }
                }
                if (!system.isEmpty()) {
                    body.set("system", system);
                }
            }
        }
    }

    @Override
    public Optional<Answer> read(JsonNode answer, ObjectNode settings, Duration latency) {
        if (!(answer.path("content") instanceof ArrayNode content)) {
            return Optional.empty();
        }
        boolean showThinking =
                settings.path("showThinking")
                        .asBoolean(endpoint.config().path("showThinking").asBoolean(true));
        Optional<String> finish = FinishReason.of(answer.path("stop_reason"));
        boolean refused = finish.filter(FinishReason.CONTENT_FILTER::equals).isPresent();
        Optional<Usage> usage = usage(answer.path("usage"));
        return Optional.of(
                new Answer(
                        new TextNode(output(content, showThinking)),
                        usage,
                        finish,
                        pricing.costUsd(usage, isAtListPrice(answer.path("usage"))),
                        latency,
                        Optional.empty(),
                        refused,
                        refused ? Optional.of(guardrails(answer)) : Optional.empty(),
                        Optional.empty()));
    }

    @Override
    public String mismatch(JsonNode answer) {
        return "answered JSON that is no message";
    }

    /// The texts, and what else there is as JSON.
    private static String output(ArrayNode content, boolean showThinking) {
        List<String> parts = new ArrayList<>();
        for (JsonNode block : content) {
            switch (block.path("type").asText()) {
                case "text" -> parts.add(block.path("text").asText());
                case "thinking" -> {
                    String thinking = block.path("thinking").asText();
                    if (showThinking && !thinking.isBlank()) {
                        parts.add(
                                "Thinking: %s\nSignature: %s"
                                        .formatted(thinking, block.path("signature").asText()));
                    }
                }
                case "redacted_thinking" -> {
                    if (showThinking) {
                        parts.add("Redacted Thinking: " + block.path("data").asText());
                    }
                }
                default -> parts.add(block.toString());
            }
        }
        return String.join("\n\n", parts);
    }

    private static Optional<Usage> usage(JsonNode usage) {
        if (!usage.isObject()) {
            return Optional.empty();
        }
        long cached = usage.path("cache_read_input_tokens").asLong();
        long prompt =
                usage.path("input_tokens").asLong()
                        + cached
                        + usage.path("cache_creation_input_tokens").asLong();
        long completion = usage.path("output_tokens").asLong();
        return Optional.of(new Usage(prompt, completion, prompt + completion, cached, 0));
    }

    /// Writing to the cache costs more than the list says.
    private static boolean isAtListPrice(JsonNode usage) {
        return usage.path("cache_creation_input_tokens").asLong() == 0
                && usage.path("service_tier").asText("standard").equals("standard");
    }

    private static ObjectNode guardrails(JsonNode answer) {
        String reason = answer.path("stop_details").path("explanation").asText("");
        return JsonNodeFactory.instance
                .objectNode()
                .put("flagged", true)
                .put("reason", reason.isEmpty() ? "The model declined to answer" : reason);
    }
}
