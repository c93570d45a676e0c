package dev.promptcards.generation;

/// Shares after Zipf's law: the n-th of them is in proportion to n^-s.
final class Shares {

    /// What the largest tenant has of everything.
    private static final double LARGEST = 0.12;

    private static final int STEPS = 60;

    private Shares() {}

    /// Shares of so many tenants, largest first, the largest with 12 %, or more where they are few.
    static double[] ofTenants(int count) {
        double low = 0;
        double high = 3;
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            if (zipf(count, middle)[0] < LARGEST) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return zipf(count, high);
    }

    static double[] zipf(int count, double exponent) {
        var shares = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            shares[i] = Math.pow(i + 1, -exponent);
            sum += shares[i];
        }
        for (int i = 0; i < count; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /// Whole numbers in these proportions, which add up to `total`, none of them below `least`.
    static long[] parts(double[] shares, long total, long least) {
        var parts = new long[shares.length];
        long given = 0;
        for (int i = shares.length - 1; i > 0; i--) {
            parts[i] = Math.max(least, Math.round(shares[i] * total));
            given += parts[i];
        }
        parts[0] = Math.max(least, total - given);
        return parts;
    }
}
