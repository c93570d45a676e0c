package dev.promptcards.provider.api;

import dev.promptcards.provider.Usage;
import dev.promptcards.provider.price.Price;
import dev.promptcards.provider.price.PriceOverride;

import java.util.Optional;
import java.util.OptionalDouble;

/// What the tokens of an endpoint cost.
///
/// @param written in the configuration
/// @param list price of the model, where it has one
public record Pricing(PriceOverride written, Optional<Price> list) {

    /// In USD, of a call at list price; empty where there are no tokens to count or no price.
    public OptionalDouble costUsd(Optional<Usage> usage) {
        return costUsd(usage, true);
    }

    /// @param atListPrice whether the list price holds for this call
    public OptionalDouble costUsd(Optional<Usage> usage, boolean atListPrice) {
        return usage.flatMap(
                        tokens ->
                                written.over(list.filter(_ -> atListPrice))
                                        .map(price -> OptionalDouble.of(price.costUsd(tokens))))
                .orElseGet(OptionalDouble::empty);
    }
}
