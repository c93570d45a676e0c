package dev.promptcards.identity.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.zip.CRC32;

/// Numbers in letters and digits, of a fixed width: a double click takes the whole word.
final class Base62 {

    static final int UUID_WIDTH = 22;
    static final int CHECK_WIDTH = 6;

    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int UUID_BITS = 128;
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
        return of(BigInteger.valueOf(check.getValue()), CHECK_WIDTH);
    }

    /// Whether 22 digits stand for a UUID: the greatest stand for more.
    static boolean isUuid(String digits) {
        return number(digits).bitLength() <= UUID_BITS;
    }

    static UUID uuid(String digits) {
        var number = number(digits);
        return new UUID(number.shiftRight(Long.SIZE).longValue(), number.longValue());
    }

    private static BigInteger number(String digits) {
        var number = BigInteger.ZERO;
        for (char digit : digits.toCharArray()) {
            number = number.multiply(BASE).add(BigInteger.valueOf(DIGITS.indexOf(digit)));
        }
        return number;
    }

    private static String of(BigInteger number, int width) {
        var word = new StringBuilder();
        for (var rest = number; rest.signum() > 0; rest = rest.divide(BASE)) {
            word.append(DIGITS.charAt(rest.mod(BASE).intValue()));
        }
        return "0".repeat(width - word.length()) + word.reverse();
    }
}
