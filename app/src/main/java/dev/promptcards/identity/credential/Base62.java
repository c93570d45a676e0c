package dev.promptcards.identity.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/// Numbers in letters and digits, of a fixed width: a double click takes the whole word.
final class Base62 {

    static final int UUID_WIDTH = 22;
    static final int CHECK_WIDTH = 6;

    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final long BASE = DIGITS.length();
    private static final byte[] VALUES = values();
    private static final SecureRandom RANDOM = new SecureRandom();

    private Base62() {}

    /// Digits nobody can guess, of 5.95 bits each.
    static String random(int width) {
        var word = new StringBuilder(width);
        RANDOM.ints(width, 0, DIGITS.length()).mapToObj(DIGITS::charAt).forEach(word::append);
        return word.toString();
    }

    static String of(UUID id) {
        return of(new BigInteger(id.toString().replace("-", ""), 16), UUID_WIDTH);
    }

    /// CRC-32 of a word of ASCII.
    static String check(String word) {
        var check = new CRC32();
        check.update(word.getBytes(US_ASCII));
        long rest = check.getValue();
        var digits = new char[CHECK_WIDTH];
        for (int at = CHECK_WIDTH - 1; at >= 0; at--) {
            digits[at] = DIGITS.charAt((int) (rest % BASE));
            rest /= BASE;
        }
        return new String(digits);
    }

    /// Whether there is nothing but digits.
    static boolean isNumber(String word) {
        for (int at = 0; at < word.length(); at++) {
            if (value(word.charAt(at)) < 0) {
                return false;
            }
        }
        return true;
    }

    /// The UUID that 22 digits stand for; empty for the greatest, which stand for more.
    static Optional<UUID> uuid(String digits) {
        long high = 0;
        long low = 0;
        for (int at = 0; at < digits.length(); at++) {
            // Times 62 and one digit more, in 128 bits.
            long carried = Math.unsignedMultiplyHigh(low, BASE);
            long sum = low * BASE + value(digits.charAt(at));
            carried += Long.compareUnsigned(sum, low * BASE) < 0 ? 1 : 0;
            long product = high * BASE;
            if (Math.unsignedMultiplyHigh(high, BASE) != 0
                    || Long.compareUnsigned(product + carried, product) < 0) {
                return Optional.empty();
            }
            high = product + carried;
            low = sum;
        }
        return Optional.of(new UUID(high, low));
    }

    /// Of a digit; below zero for anything else.
    private static int value(char digit) {
        return digit < VALUES.length ? VALUES[digit] : -1;
    }

    private static byte[] values() {
        var values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int value = 0; value < DIGITS.length(); value++) {
            values[DIGITS.charAt(value)] = (byte) value;
        }
        return values;
    }

    private static String of(BigInteger number, int width) {
        var base = BigInteger.valueOf(BASE);
        var word = new StringBuilder();
        for (var rest = number; rest.signum() > 0; rest = rest.divide(base)) {
            word.append(DIGITS.charAt(rest.mod(base).intValue()));
        }
        return "0".repeat(width - word.length()) + word.reverse();
    }
}
