package dev.promptcards.suite;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// Gives each case of one upload its stable key: its author's, or one taken from what makes it this
/// case and no other: its variables, or where it has none its description, or else its assertions.
/// Assertions may be edited without breaking the pairing. A key met again gets `-2`, `-3`, in
/// order.
final class CaseKeys {

    private static final int LENGTH = 12;

    private final Map<String, Integer> met = new HashMap<>();

    String keyOf(
            Optional<String> authors,
            JsonNode vars,
            Optional<String> description,
            JsonNode asserts) {
        var key = authors.orElseGet(() -> digest(identity(vars, description, asserts)));
        int times = met.merge(key, 1, Integer::sum);
        return times == 1 ? key : key + "-" + times;
    }

    /// True where an author's key has been given before in this upload.
    boolean isTaken(String key) {
        return met.containsKey(key);
    }

    private static String identity(JsonNode vars, Optional<String> description, JsonNode asserts) {
        if (!vars.isEmpty()) {
            return "vars:" + CanonicalJson.write(vars);
        }
        return description
                .map(text -> "description:" + text)
                .orElseGet(() -> "assert:" + CanonicalJson.write(asserts));
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
