package dev.promptcards.promptfoo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/// The embedding of a text: the numbers of `vec(1,0,0)` where it holds them, else its words hashed
/// into sixteen places and made as long as 1.
final class FakeEmbedding {

    private static final Pattern VECTOR = Pattern.compile("vec\\(([-0-9., ]+)\\)");
    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int PLACES = 16;

    private FakeEmbedding() {}

    static double[] of(String text) {
        var vector = VECTOR.matcher(text);
        return vector.find()
                ? Arrays.stream(vector.group(1).split(",", -1))
                        .mapToDouble(FakeEmbedding::number)
                        .toArray()
                : words(text);
    }

    private static double number(String text) {
        return text.isBlank() ? 0 : Double.parseDouble(text);
    }

    private static double[] words(String text) {
        var places = new double[PLACES];
        WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .forEach(word -> places[place(word.group())]++);
        double length = Math.sqrt(Arrays.stream(places).map(x -> x * x).sum());
        if (length == 0) {
            places[0] = 1;
            return places;
        }
        return Arrays.stream(places).map(x -> Math.round(x / length * 1e9) / 1e9).toArray();
    }

    private static int place(String word) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(word.getBytes(StandardCharsets.UTF_8));
            return Byte.toUnsignedInt(hash[0]) % PLACES;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
