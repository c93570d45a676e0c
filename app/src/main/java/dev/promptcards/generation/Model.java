package dev.promptcards.generation;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A model as generated executions know it. None of these exists: no vendor's figures are claimed.
///
/// @param priceIn USD for a million tokens it reads; null where no price is known
/// @param priceOut the same of tokens it writes
/// @param medianMillis of its latency
/// @param spread of the latency's logarithm
/// @param quality the log-odds with which it passes a middling case
record Model(
        String provider,
        String name,
        @Nullable Double priceIn,
        @Nullable Double priceOut,
        double medianMillis,
        double spread,
        double quality) {

    static final List<Model> ALL =
            List.of(
                    new Model("openai", "sample-large", 2.5, 10.0, 1400, 0.55, 2.4),
                    new Model("openai", "sample-small", 0.15, 0.6, 620, 0.45, 1.4),
                    new Model("anthropic", "sample-prose", 3.0, 15.0, 1800, 0.5, 2.6),
                    new Model("anthropic", "sample-quick", 0.8, 4.0, 700, 0.4, 1.7),
                    new Model("google", "sample-wide", 1.25, 5.0, 1500, 0.7, 2.1),
                    new Model("google", "sample-flash", 0.075, 0.3, 420, 0.5, 1.2),
                    new Model("mistral", "sample-north", 2.0, 6.0, 1100, 0.5, 1.8),
                    new Model("deepseek", "sample-deep", 0.27, 1.1, 2600, 0.8, 2.2),
                    new Model("ollama", "sample-local-8b", null, null, 2100, 0.35, 0.8),
                    new Model("ollama", "sample-local-70b", null, null, 5200, 0.3, 1.6));
}
