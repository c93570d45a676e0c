package dev.promptcards.provider.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.Usage;
import dev.promptcards.provider.price.Price;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// One model's recorded answers. A recorded latency is reported, not waited for.
final class Replayed implements Provider {

    private static final int NOT_FOUND = 404;
    private static final JsonMapper JSON = new JsonMapper();

    private final String model;
    private final Recordings recordings;
    private final String fingerprint;
    private final Optional<Price> price;

    /// @param fingerprint of all recordings: others, other answers
    Replayed(String model, Recordings recordings, String fingerprint, Optional<Price> price) {
        this.model = model;
        this.recordings = recordings;
        this.fingerprint = fingerprint;
        this.price = price;
    }

    @Override
    public ProviderResult call(ProviderRequest request) {
        long start = System.nanoTime();
        Optional<ObjectNode> recorded = recordings.answer(asked(request.prompt()));
        if (recorded.isEmpty()) {
            return new Rejected(
                    NOT_FOUND,
                    "No answer of `%s` is recorded for this prompt. One that is recorded begins: %s"
                            .formatted(model, recordings.example()));
        }
        try {
            byte[] body = JSON.writeValueAsBytes(recorded.get());
            return new Completed(
                    body, answer(recorded.get(), Duration.ofNanos(System.nanoTime() - start)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can be written", e);
        }
    }

    @Override
    public ProviderResult read(byte[] stored, ObjectNode settings, Duration latency) {
        try {
            return new Completed(stored, answer(JSON.readTree(stored), latency));
        } catch (IOException e) {
            return new Malformed("stored is no recording", stored);
        }
    }

    @Override
    public boolean metered() {
        return false;
    }

    @Override
    public String connection() {
        return "replay";
    }

    @Override
    public ObjectNode identity() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "replay")
                .put("model", model)
                .put("recordings", fingerprint);
    }

    private Answer answer(JsonNode recorded, Duration measured) {
        Optional<Usage> usage = usage(recorded.path("usage"));
        JsonNode latency = recorded.path("latencyMs");
        return new Answer(
                recorded.path("output"),
                usage,
                Optional.of(recorded.path("finishReason").asText("stop")),
                cost(recorded.path("cost"), usage),
                latency.isNumber()
                        ? Duration.ofNanos(Math.round(latency.asDouble() * 1e6))
                        : measured,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    private OptionalDouble cost(JsonNode recorded, Optional<Usage> usage) {
        if (recorded.isNumber()) {
            return OptionalDouble.of(recorded.asDouble());
        }
        return price.isPresent() && usage.isPresent()
                ? OptionalDouble.of(price.get().costUsd(usage.get()))
                : OptionalDouble.empty();
    }

    private static Optional<Usage> usage(JsonNode usage) {
        if (!usage.isObject()) {
            return Optional.empty();
        }
        long prompt = usage.path("prompt_tokens").asLong();
        long completion = usage.path("completion_tokens").asLong();
        return Optional.of(new Usage(prompt, completion, prompt + completion, 0, 0));
    }

    /// The text, or what the last message says.
    private static String asked(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Text(String text) -> text;
            case Prompt.Chat chat -> {
                JsonNode content = chat.messages().path(chat.messages().size() - 1).path("content");
                if (!content.isArray()) {
                    yield content.asText("");
                }
                StringBuilder text = new StringBuilder();
                content.forEach(part -> text.append(part.path("text").asText("")));
                yield text.toString();
            }
        };
    }
}
