package dev.promptcards.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a model answered.
///
/// @param output a text as a rule; tool calls and structured answers are JSON
/// @param tokens what the provider counted
/// @param finishReason `stop`, `length`, `tool_calls`, `content_filter`, or the provider's own word
/// @param costUsd empty where no price is known: unknown is not free
/// @param latency from the request to the last byte of the answer
/// @param logProbs the logarithm of each token's probability, a list of numbers
/// @param refused whether the model, or a filter around it, declined to answer
/// @param guardrails what a safety filter around the model said, where there is one: `flagged`,
///     `flaggedInput`, `flaggedOutput`, `reason`
/// @param metadata what the provider says besides; assertions see it as `context.metadata`
public record Answer(
        JsonNode output,
        Optional<Usage> tokens,
        Optional<String> finishReason,
        OptionalDouble costUsd,
        Duration latency,
        Optional<JsonNode> logProbs,
        boolean refused,
        Optional<ObjectNode> guardrails,
        Optional<ObjectNode> metadata) {

    /// A plain output: nothing is known of how it came about but what it took.
    public static Answer of(
            JsonNode output, Optional<Usage> tokens, OptionalDouble costUsd, Duration latency) {
        return new Answer(
                output,
                tokens,
                Optional.empty(),
                costUsd,
                latency,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    public double latencyMillis() {
        return latency.toNanos() / 1e6;
    }
}
