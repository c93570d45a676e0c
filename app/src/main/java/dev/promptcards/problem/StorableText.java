package dev.promptcards.problem;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/// What PostgreSQL cannot hold: the NUL character, halves of surrogate pairs (a driver would store
/// `?` for them), numbers that are not finite. Such input is refused, never changed in silence.
public final class StorableText {

    private StorableText() {}

    /// Why `text` cannot be stored; empty when it can.
    public static Optional<String> fault(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return Optional.of("holds the character U+0000 at position " + i + "; remove it");
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return Optional.of(
                        "holds half a character (a lone surrogate, U+%04X) at position %d; it is not valid Unicode"
                                .formatted((int) c, i));
            }
        }
        return Optional.empty();
    }

    /// Why a text, a field name or a number somewhere in `tree` cannot be stored.
    public static Optional<String> fault(JsonNode tree) {
        if (tree.isTextual()) {
            return fault(tree.textValue());
        }
        if (tree.isFloatingPointNumber() && !Double.isFinite(tree.doubleValue())) {
            return Optional.of("holds a number that is out of range");
        }
        for (var field : tree.properties()) {
            var fault = fault(field.getKey()).or(() -> fault(field.getValue()));
            if (fault.isPresent()) {
                return fault;
            }
        }
        if (tree.isArray()) {
            for (var element : tree) {
                var fault = fault(element);
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        return Optional.empty();
    }

    /// Refuses `text` when it cannot be stored or is longer than `maxCharacters`; `at` names the
    /// field in the message.
    public static void require(String at, CharSequence text, int maxCharacters) {
        if (text.length() > maxCharacters) {
            throw new Problem.Invalid(
                    "%s has %,d characters; at most %,d are taken"
                            .formatted(at, text.length(), maxCharacters));
        }
        fault(text)
                .ifPresent(
                        fault -> {
                            throw new Problem.Invalid(at + " " + fault);
                        });
    }

    /// Refuses a tree that cannot be stored.
    public static void require(String at, JsonNode tree) {
        fault(tree)
                .ifPresent(
                        fault -> {
                            throw new Problem.Invalid(at + " " + fault);
                        });
    }
}
