package dev.promptcards.provider.price;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.provider.price.Price.Rates;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Prices written into a configuration, in USD per single token as promptfoo has them: `cost` for
/// both directions, `inputCost`, `outputCost` and `cacheReadCost` for one.
public record PriceOverride(
        OptionalDouble input, OptionalDouble cachedInput, OptionalDouble output) {

    /// The keys of a configuration that are read here.
    public static final List<String> KEYS =
            List.of("cost", "inputCost", "outputCost", "cacheReadCost");

    private static final double MILLION = 1e6;

    public static PriceOverride in(JsonNode config) {
        JsonNode both = config.path("cost");
        return new PriceOverride(
                number(config.path("inputCost"), both),
                number(config.path("cacheReadCost"), both),
                number(config.path("outputCost"), both));
    }

    /// The list price with what is overridden; empty where a rate is left that nobody knows.
    public Optional<Price> over(Optional<Price> list) {
        if (input.isEmpty() && cachedInput.isEmpty() && output.isEmpty()) {
            return list;
        }
        if (list.isPresent()) {
            Price price = list.get();
            return Optional.of(
                    new Price(
                            over(price.rates()),
                            price.longContext()
                                    .map(t -> new Price.LongContext(t.above(), over(t.rates())))));
        }
        if (input.isEmpty() || output.isEmpty()) {
            return Optional.empty();
        }
        double in = input.getAsDouble() * MILLION;
        return Optional.of(
                new Price(
                        over(new Rates(in, in, output.getAsDouble() * MILLION)), Optional.empty()));
    }

    private Rates over(Rates list) {
        double in = perMillion(input, list.input());
        double cachedElse = input.isPresent() ? in : list.cachedInput();
        return new Rates(
                in, perMillion(cachedInput, cachedElse), perMillion(output, list.output()));
    }

    private static double perMillion(OptionalDouble perToken, double otherwise) {
        return perToken.isPresent() ? perToken.getAsDouble() * MILLION : otherwise;
    }

    private static OptionalDouble number(JsonNode first, JsonNode second) {
        JsonNode found = first.isNumber() ? first : second;
        return found.isNumber() ? OptionalDouble.of(found.asDouble()) : OptionalDouble.empty();
    }
}
