package dev.promptcards.assertion.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;
import java.util.OptionalDouble;

/// What is known of how an output came about; empty is unknown, which is not 0.
///
/// @param latencyMillis how long the provider took, fractions kept
/// @param costUsd what the answer cost
/// @param cached whether the answer came out of a cache and was not waited for, whatever latency
///     stands beside it
/// @param finishReason why the model stopped: `stop`, `length`, `tool_calls`, `content_filter` or
///     the provider's own word
/// @param logProbs the logarithm of each token's probability, a list of numbers
/// @param guardrails what the provider's safety filter said: `flagged`, `flaggedInput`,
///     `flaggedOutput`, `reason`
/// @param config what the provider was asked with: its configuration under the prompt's, `tools`
///     and `functions` among it
public record Measures(
        OptionalDouble latencyMillis,
        OptionalDouble costUsd,
        boolean cached,
        Optional<String> finishReason,
        Optional<JsonNode> logProbs,
        Optional<ObjectNode> guardrails,
        ObjectNode config) {

    /// An output that nothing is known of.
    public static final Measures NONE =
            new Measures(
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    JsonNodeFactory.instance.objectNode());
}
