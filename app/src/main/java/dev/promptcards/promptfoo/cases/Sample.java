package dev.promptcards.promptfoo.cases;

import java.util.BitSet;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/// Some tests by chance. With a seed they are always the same, and those promptfoo draws with it.
///
/// @param size how many
public record Sample(long size, OptionalLong seed) {

    private static final int FNV_OFFSET = 0x811C9DC5;
    private static final int FNV_PRIME = 0x01000193;
    private static final int MULBERRY = 0x6D2B79F5;

    /// Which of the first `count` numbers are drawn.
    BitSet drawn(int count) {
        DoubleSupplier chance =
                seed.isPresent()
                        ? mulberry(seed.getAsLong())
                        : ThreadLocalRandom.current()::nextDouble;
        int[] shuffled = new int[count];
        for (int i = 0; i < count; i++) {
            shuffled[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            int j = (int) Math.floor(chance.getAsDouble() * (i + 1));
            int other = shuffled[j];
            shuffled[j] = shuffled[i];
            shuffled[i] = other;
        }
        BitSet drawn = new BitSet(count);
        for (int i = 0; i < Math.min(size, count); i++) {
            drawn.set(shuffled[i]);
        }
        return drawn;
    }

    /// The generator Mulberry32, begun with the FNV-1a hash of the seed's digits.
    private static DoubleSupplier mulberry(long seed) {
        int[] state = {FNV_OFFSET};
        Long.toString(seed).chars().forEach(digit -> state[0] = (state[0] ^ digit) * FNV_PRIME);
        return () -> {
            state[0] += MULBERRY;
            int value = state[0];
            value = (value ^ value >>> 15) * (value | 1);
            value ^= value + (value ^ value >>> 7) * (value | 61);
            return Integer.toUnsignedLong(value ^ value >>> 14) / (double) (1L << Integer.SIZE);
        };
    }
}
