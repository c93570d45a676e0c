package dev.promptcards.generation;

import java.util.SplittableRandom;
import java.util.UUID;

/// Chance with a seed.
final class Chance {

    private final SplittableRandom random;

    Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    double uniform() {
        return random.nextDouble();
    }

    /// A value whose logarithm is normally distributed around that of `median`.
    double logNormal(double median, double spread) {
        // Box and Muller; 1 - u lies in (0, 1].
        double normal =
                Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
                        * Math.cos(2 * Math.PI * random.nextDouble());
        return median * Math.exp(spread * normal);
    }

    /// An index by cumulated shares.
    int among(double[] cumulated) {
        int found = java.util.Arrays.binarySearch(cumulated, random.nextDouble());
        return Math.min(cumulated.length - 1, found < 0 ? -found - 1 : found);
    }

    <T> T of(java.util.List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /// An id of that time, as `NewId` makes them (UUID version 7).
    UUID id(long epochMillis) {
        return new UUID(
                epochMillis << 16 | 0x7000 | random.nextInt(1 << 12),
                random.nextLong() >>> 2 | Long.MIN_VALUE);
    }

    static double[] cumulated(double[] shares) {
        var sums = shares.clone();
        for (int i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
        return sums;
    }

    /// A figure from 0 to 1 that these numbers always give: what is the same each time it is tried.
    static double fixed(long... numbers) {
        long mixed = 0x9E37_79B9_7F4A_7C15L;
        for (long number : numbers) {
            mixed = (mixed ^ number) * 0xBF58_476D_1CE4_E5B9L;
            mixed ^= mixed >>> 27;
            mixed *= 0x94D0_49BB_1331_11EBL;
            mixed ^= mixed >>> 31;
        }
        return (mixed >>> 11) * 0x1.0p-53;
    }
}
