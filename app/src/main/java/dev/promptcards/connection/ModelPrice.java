package dev.promptcards.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.problem.Problem;

import io.micronaut.core.annotation.Introspected;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// What a model's tokens cost where that is not the list price, in USD per million tokens; what is
/// missing costs what it costs there.
///
/// @param cached prompt tokens the provider had at hand
@Introspected
public record ModelPrice(
        @Nullable BigDecimal input, @Nullable BigDecimal cached, @Nullable BigDecimal output) {

    private static final BigDecimal MOST = new BigDecimal(1_000_000);

    /// Decimal places from a million tokens to one.
    private static final int MILLION = 6;

    static ModelPrice of(ObjectNode stored) {
        return new ModelPrice(
                number(stored.path("input")),
                number(stored.path("cached")),
                number(stored.path("output")));
    }

    /// @param at names the price in messages
    void check(String at) {
        check(at + ".input", input);
        check(at + ".cached", cached);
        check(at + ".output", output);
    }

    /// Writes it as configurations of providers have prices: per single token.
    void into(ObjectNode config) {
        put(config, "inputCost", input);
        put(config, "cacheReadCost", cached);
        put(config, "outputCost", output);
    }

    private static void check(String at, @Nullable BigDecimal price) {
        if (price != null && (price.signum() < 0 || price.compareTo(MOST) > 0)) {
            throw new Problem.Invalid(
                    at + ": is in USD per million tokens, 0 to 1,000,000, and was " + price);
        }
    }

    private static void put(ObjectNode config, String key, @Nullable BigDecimal price) {
        if (price != null) {
            config.put(key, price.movePointLeft(MILLION));
        }
    }

    private static @Nullable BigDecimal number(JsonNode value) {
        return value.isNumber() ? value.decimalValue() : null;
    }
}
