package dev.promptcards.provider.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.Usage;
import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.Parameters;
import dev.promptcards.provider.api.Pricing;
import dev.promptcards.provider.api.Protocol;

import java.time.Duration;
import java.util.Optional;

/// `/completion` of llama.cpp. At most 512 tokens are asked for unless `n_predict` says otherwise,
/// as in promptfoo.
record LlamaCompletion(Endpoint endpoint, Pricing pricing) implements Protocol {

    private static final int TOKENS = 512;

    @Override
    public String kind() {
        return "llama:completion";
    }

    @Override
    public String path() {
        return "/completion";
    }

    @Override
    public ObjectNode parameters(ObjectNode settings) {
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("n_predict", TOKENS);
        config.setAll(endpoint.config());
        config.setAll(settings);
        return Parameters.in(config);
    }

    @Override
    public void ask(Prompt prompt, ObjectNode body) {
        body.put("prompt", prompt.asText());
    }

    @Override
    public Optional<Answer> read(JsonNode answer, ObjectNode settings, Duration latency) {
        JsonNode content = answer.path("content");
        if (!content.isTextual()) {
            return Optional.empty();
        }
        Optional<Usage> usage = usage(answer);
        return Optional.of(
                new Answer(
                        content,
                        usage,
                        finish(answer.path("stop_type").asText("")),
                        pricing.costUsd(usage),
                        latency,
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Override
    public String mismatch(JsonNode answer) {
        return "answered JSON that is no completion of llama.cpp's";
    }

    private static Optional<String> finish(String stopped) {
        return switch (stopped) {
            case "eos", "word" -> Optional.of("stop");
            case "limit" -> Optional.of("length");
            default -> Optional.empty();
        };
    }

    private static Optional<Usage> usage(JsonNode answer) {
        if (!answer.has("tokens_evaluated") || !answer.has("tokens_predicted")) {
            return Optional.empty();
        }
        long prompt = answer.path("tokens_evaluated").asLong();
        long completion = answer.path("tokens_predicted").asLong();
        return Optional.of(new Usage(prompt, completion, prompt + completion, 0, 0));
    }
}
