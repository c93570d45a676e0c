package dev.promptcards.provider.price;

import dev.promptcards.provider.Usage;

import java.util.Optional;

/// What one model's tokens cost.
///
/// @param rates for a call of ordinary length
/// @param longContext the rates of a whole call whose prompt is longer than a threshold
public record Price(Rates rates, Optional<LongContext> longContext) {

    private static final double MILLION = 1e6;

    /// In USD per million tokens.
    ///
    /// @param cachedInput of prompt tokens the provider had at hand; as `input` where it is not
    ///     known
    public record Rates(double input, double cachedInput, double output) {}

    /// What holds for long prompts.
    ///
    /// @param above prompt tokens up to which the ordinary rates hold
    public record LongContext(long above, Rates rates) {}

    /// In USD. Reasoning tokens are paid as output; where a provider leaves them out of its count
    /// of completion tokens, the total still has them.
    public double costUsd(Usage usage) {
        Rates applied =
                longContext
                        .filter(tier -> usage.prompt() > tier.above())
                        .map(LongContext::rates)
                        .orElse(rates);
        long cached = Math.clamp(usage.cached(), 0, usage.prompt());
        long output = Math.max(usage.completion(), usage.total() - usage.prompt());
        return ((usage.prompt() - cached) * applied.input()
                        + cached * applied.cachedInput()
                        + output * applied.output())
                / MILLION;
    }
}
