package dev.promptcards.analytics;

import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/// A share of passed tries with its 95 % Wilson score interval (Wilson 1927): unlike the textbook
/// interval it stays within 0 and 1 and is right for few tries and for shares near the ends.
///
/// @param rate passed ÷ tries, 0 to 1
/// @param low lower end of the interval
/// @param high upper end
public record PassRate(double rate, double low, double high) {

    private static final double ALPHA = 0.05;

    /// @param tries at least 1
    public static PassRate of(int passed, int tries) {
        var interval = BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(tries, passed, ALPHA);
        return new PassRate(
                (double) passed / tries, interval.getLowerBound(), interval.getUpperBound());
    }
}
