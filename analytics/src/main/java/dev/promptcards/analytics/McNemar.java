package dev.promptcards.analytics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/// The exact McNemar test: of pairs that differ, are those that turned one way more than chance?
///
/// @param better pairs that failed before and pass now
/// @param worse pairs that passed before and fail now
public record McNemar(int better, int worse) {

    /// The level at which a difference counts as decided.
    public static final double LEVEL = 0.05;

    /// The two-sided p-value: twice the lower tail of Binomial(better + worse, ½), at most 1. Pairs
    /// that did not change say nothing and are not in it. McNemar, Psychometrika 12 (1947); the
    /// exact form is in Agresti, Categorical Data Analysis, 10.1.4.
    public double pValue() {
        int turned = better + worse;
        if (turned == 0) {
            return 1;
        }
        double tail =
                BinomialDistribution.of(turned, 0.5).cumulativeProbability(Math.min(better, worse));
        return Math.min(1, 2 * tail);
    }

    /// Whether the p-value is below [#LEVEL].
    public boolean decided() {
        return pValue() < LEVEL;
    }
}
