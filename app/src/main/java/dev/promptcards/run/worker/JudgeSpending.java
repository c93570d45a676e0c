package dev.promptcards.run.worker;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Usage;
import dev.promptcards.run.GradingCost;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Adds up what the judges of one item answered and took. Several may answer at once.
final class JudgeSpending {

    private boolean asked;
    private boolean unpriced;
    private BigDecimal cost = BigDecimal.ZERO;
    private long prompt;
    private long completion;
    private BigDecimal newCost = BigDecimal.ZERO;
    private int newUnpriced;
    private long newPrompt;
    private long newCompletion;

    /// Somebody is asked who may be paid.
    synchronized void begin() {
        asked = true;
    }

    /// @param paid whether this very item has paid for it; else it came out of the store
    synchronized void add(Answer answer, boolean paid) {
        asked = true;
        var tokens = answer.tokens().orElse(Usage.NONE);
        var price = answer.costUsd();
        BigDecimal costUsd =
                price.isPresent()
                        ? BigDecimal.valueOf(price.getAsDouble()).setScale(10, RoundingMode.HALF_UP)
                        : BigDecimal.ZERO;
        unpriced |= price.isEmpty();
        cost = cost.add(costUsd);
        prompt += tokens.prompt();
        completion += tokens.completion();
        if (paid) {
            newCost = newCost.add(costUsd);
            newUnpriced += price.isEmpty() ? 1 : 0;
            newPrompt += tokens.prompt();
            newCompletion += tokens.completion();
        }
    }

    synchronized GradingCost total() {
        return asked
                ? new GradingCost(
                        true,
                        unpriced ? null : cost,
                        count(prompt),
                        count(completion),
                        newCost,
                        newUnpriced,
                        count(newPrompt),
                        count(newCompletion))
                : GradingCost.NONE;
    }

    private static int count(long tokens) {
        return (int) Math.min(tokens, Integer.MAX_VALUE);
    }
}
