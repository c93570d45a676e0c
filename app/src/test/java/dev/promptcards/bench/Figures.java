package dev.promptcards.bench;

import java.util.Arrays;
import java.util.Locale;

/// Median, least and most over the rounds, in milliseconds.
record Figures(double median, double least, double most) {

    static Figures of(double[][] nanos, double share) {
        var sorted = new double[nanos.length];
        for (int round = 0; round < nanos.length; round++) {
            var one = nanos[round].clone();
            Arrays.sort(one);
            sorted[round] = one[(int) ((one.length - 1) * share)] / 1e6;
        }
        Arrays.sort(sorted);
        return new Figures(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", median, least, most);
    }
}
