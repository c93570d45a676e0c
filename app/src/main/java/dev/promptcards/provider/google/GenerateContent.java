package dev.promptcards.provider.google;

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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `POST …/models/MODEL:generateContent`.
final class GenerateContent implements Protocol {

    /// Parameters that stand among the others in a configuration, and in a member of their own in a
    /// request.
    private static final List<String> GENERATION =
            List.of("temperature", "topP", "topK", "stopSequences", "maxOutputTokens");

    private static final Set<String> BLOCKED =
            Set.of("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII");

    private final Endpoint endpoint;
    private final Pricing pricing;

    GenerateContent(Endpoint endpoint, Pricing pricing) {
        this.endpoint = endpoint;
        this.pricing = pricing;
    }

    @Override
    public String kind() {
        return "google:chat";
    }

    @Override
    public String path() {
        return Paths.of(endpoint, "generateContent");
    }

    @Override
    public ObjectNode parameters(ObjectNode settings) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.setAll(endpoint.config());
        config.setAll(settings);
        ObjectNode body = Parameters.in(config);
        ObjectNode generation = JsonNodeFactory.instance.objectNode();
        for (String name : GENERATION) {
            if (body.has(name)) {
                generation.set(name, body.remove(name));
            }
        }
        if (body.remove("generationConfig") instanceof ObjectNode written) {
            generation.setAll(written);
        }
        if (body.has("responseSchema")) {
            generation.set("response_schema", body.remove("responseSchema"));
            generation.put("response_mime_type", "application/json");
        }
        body.set("generationConfig", generation);
        if (body.path("systemInstruction").isTextual()) {
            body.set("systemInstruction", said(body.path("systemInstruction").textValue()));
        }
        return body;
    }

    @Override
    public void ask(Prompt prompt, ObjectNode body) {
        ArrayNode contents = body.putArray("contents");
        switch (prompt) {
            case Prompt.Text(String text) -> contents.add(said(text).put("role", "user"));
            case Prompt.Chat(ArrayNode messages, _) -> {
                ArrayNode system = JsonNodeFactory.instance.arrayNode();
                for (JsonNode message : messages) {
                    switch (message.path("role").asText()) {
                        case "system" -> system.addAll(parts(message));
                        case "assistant", "model" -> add(contents, "model", message);
                        default -> add(contents, "user", message);
                    }
                }
                if (!system.isEmpty()) {
                    body.putObject("systemInstruction").set("parts", system);
                }
            }
        }
    }

    @Override
    public Optional<Answer> read(JsonNode answer, ObjectNode settings, Duration latency) {
        JsonNode candidate = answer.path("candidates").path(0);
        boolean blocked = BLOCKED.contains(candidate.path("finishReason").asText());
        if (!blocked && !candidate.path("content").isObject()) {
            return Optional.empty();
        }
        Optional<Usage> usage = usage(answer.path("usageMetadata"));
        return Optional.of(
                new Answer(
                        output(candidate.path("content").path("parts")),
                        usage,
                        blocked
                                ? Optional.of(FinishReason.CONTENT_FILTER)
                                : FinishReason.of(candidate.path("finishReason")),
                        pricing.costUsd(usage),
                        latency,
                        Optional.empty(),
                        blocked,
                        blocked ? Optional.of(guardrails(candidate)) : Optional.empty(),
                        Optional.empty()));
    }

    @Override
    public String mismatch(JsonNode answer) {
        String reason = answer.path("promptFeedback").path("blockReason").asText("");
        return reason.isEmpty()
                ? "answered without a candidate"
                : "did not let the prompt pass (%s)".formatted(reason);
    }

    /// The texts, without what was only thought; with a call of a function, all the parts.
    private static JsonNode output(JsonNode parts) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : parts) {
            if (!part.path("text").isTextual()) {
                return parts;
            }
            if (!part.path("thought").asBoolean()) {
                text.append(part.path("text").textValue());
            }
        }
        return new TextNode(text.toString());
    }

    private static Optional<Usage> usage(JsonNode usage) {
        if (!usage.isObject()) {
            return Optional.empty();
        }
        long prompt =
                usage.path("promptTokenCount").asLong()
                        + usage.path("toolUsePromptTokenCount").asLong();
        long thoughts = usage.path("thoughtsTokenCount").asLong();
        long completion = usage.path("candidatesTokenCount").asLong() + thoughts;
        return Optional.of(
                new Usage(
                        prompt,
                        completion,
                        usage.path("totalTokenCount").asLong(prompt + completion),
                        usage.path("cachedContentTokenCount").asLong(),
                        thoughts));
    }

    private static ObjectNode guardrails(JsonNode candidate) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("flagged", true)
                .put("flaggedInput", false)
                .put("flaggedOutput", true)
                .put("reason", candidate.path("finishReason").asText());
    }

    private static void add(ArrayNode contents, String role, JsonNode message) {
        contents.addObject().put("role", role).set("parts", parts(message));
    }

    private static ArrayNode parts(JsonNode message) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        JsonNode content = message.has("parts") ? message.path("parts") : message.path("content");
        for (JsonNode part : content.isArray() ? content : List.of(content)) {
            if (part.isTextual()) {
                parts.addObject().put("text", part.textValue());
            } else if (part.path("type").asText().equals("text")) {
                parts.addObject().put("text", part.path("text").asText());
            } else {
                parts.add(part);
            }
        }
        return parts;
    }

    private static ObjectNode said(String text) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.putArray("parts").addObject().put("text", text);
        return content;
    }
}
