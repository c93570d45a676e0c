package dev.promptcards.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.Usage;
import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.FinishReason;
import dev.promptcards.provider.api.Pricing;
import dev.promptcards.provider.api.Protocol;

import java.time.Duration;
import java.util.Optional;

/// Completions of a text, the method before chats.
public final class CompletionProtocol implements Protocol {

    private final Endpoint endpoint;
    private final Pricing pricing;

    public CompletionProtocol(Endpoint endpoint, Pricing pricing) {
        this.endpoint = endpoint;
        this.pricing = pricing;
    }

    @Override
    public String kind() {
        return "openai:completion";
    }

    @Override
    public String path() {
        return "/completions";
    }

    /// Without `stop`, what promptfoo sends in its place.
    @Override
    public ObjectNode parameters(ObjectNode settings) {
        ObjectNode body = ChatParameters.of(endpoint, settings);
        if (!body.has("stop")) {
            body.putArray("stop").add("<|im_end|>").add("<|endoftext|>");
        }
        return body;
    }

    @Override
    public void ask(Prompt prompt, ObjectNode body) {
        body.put("prompt", prompt.asText());
    }

    @Override
    public Optional<Answer> read(JsonNode answer, ObjectNode settings, Duration latency) {
        JsonNode choice = answer.path("choices").path(0);
        if (!choice.path("text").isTextual()) {
            return Optional.empty();
        }
        Optional<Usage> usage = ChatUsage.of(answer.path("usage"));
        Optional<JsonNode> logProbs =
                Optional.of(choice.path("logprobs").path("token_logprobs"))
                        .filter(JsonNode::isArray);
        return Optional.of(
                new Answer(
                        choice.path("text"),
                        usage,
                        FinishReason.of(choice.path("finish_reason")),
                        pricing.costUsd(usage, ChatUsage.isAtListPrice(answer)),
                        latency,
                        logProbs,
                        false,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Override
    public String mismatch(JsonNode answer) {
        return "answered JSON that is no completion of a text";
    }
}
