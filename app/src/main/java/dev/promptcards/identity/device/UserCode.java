package dev.promptcards.identity.device;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What somebody types to sign a program in: eight letters of twenty, without vowels, so that no
/// word comes about, and without those that look or sound like others (RFC 8628, 6.1).
///
/// @param letters without the hyphen they are shown with
record UserCode(String letters) {

    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static UserCode next() {
        var letters = new StringBuilder(LENGTH);
        RANDOM.ints(LENGTH, 0, ALPHABET.length())
                .mapToObj(ALPHABET::charAt)
                .forEach(letters::append);
        return new UserCode(letters.toString());
    }

    /// Reads what somebody typed, in any case, with or without hyphen and spaces.
    static Optional<UserCode> of(String typed) {
        var letters = typed.replaceAll("[-\\s]", "").toUpperCase(Locale.ROOT);
        return FORM.matcher(letters).matches()
                ? Optional.of(new UserCode(letters))
                : Optional.empty();
    }

    /// As it is shown: `BCDF-GHJK`.
    @Override
    public String toString() {
        return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
    }
}
