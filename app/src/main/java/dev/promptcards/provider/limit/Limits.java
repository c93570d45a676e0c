package dev.promptcards.provider.limit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.OptionalInt;

/// Limits a configuration sets on its connection, held by all workers together.
///
/// @param maxConcurrency calls in flight
/// @param requestsPerMinute spread evenly over the minute
/// @param tokensPerMinute prompt and completion; known only afterwards, so the last call may
///     overdraw
public record Limits(
        OptionalInt maxConcurrency, OptionalInt requestsPerMinute, OptionalInt tokensPerMinute) {

    private static final String MAX_CONCURRENCY = "maxConcurrency";
    private static final String REQUESTS = "requestsPerMinute";
    private static final String TOKENS = "tokensPerMinute";

    /// The keys of a configuration that are read here.
    public static final List<String> KEYS = List.of(MAX_CONCURRENCY, REQUESTS, TOKENS);

    /// Throws [IllegalArgumentException] where a limit is not a whole number above 0.
    public static Limits in(ObjectNode config) {
        return new Limits(
                number(config, MAX_CONCURRENCY), number(config, REQUESTS), number(config, TOKENS));
    }

    public boolean isEmpty() {
        return maxConcurrency.isEmpty() && requestsPerMinute.isEmpty() && tokensPerMinute.isEmpty();
    }

    private static OptionalInt number(ObjectNode config, String key) {
        JsonNode value = config.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.canConvertToInt() || !value.canConvertToExactIntegral() || value.asInt() < 1) {
            throw new IllegalArgumentException(
                    "`%s` has to be a whole number above 0, not %s".formatted(key, value));
        }
        return OptionalInt.of(value.asInt());
    }
}
