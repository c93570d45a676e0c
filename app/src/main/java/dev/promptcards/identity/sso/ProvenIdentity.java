package dev.promptcards.identity.sso;

import java.util.Optional;
import java.util.regex.Pattern;

/// Who the provider says somebody is, in a token that was verified. Personal data.
///
/// @param subject what it calls them for ever
/// @param email their address as of now; empty where there is none that can be compared
/// @param emailVerified whether the provider made sure that it is theirs
/// @param name what they are called; may be empty
record ProvenIdentity(
        String issuer, String subject, Optional<String> email, boolean emailVerified, String name) {

    static final int LONGEST_SUBJECT = 255;

    private static final int LONGEST_EMAIL = 320;
    private static final int LONGEST_NAME = 200;

    /// ASCII alone: of letters beyond, two that differ may be one in lower case, and one account
    /// would be given to another's owner.
    private static final Pattern EMAIL = Pattern.compile("[!-?A-~]+@[!-?A-~]+");

    ProvenIdentity {
        email = email.filter(it -> it.length() <= LONGEST_EMAIL && EMAIL.matcher(it).matches());
    }

    /// What to show of them at first: their name, or else their address up to the `@`.
    String displayName() {
        var clean = name.replaceAll("[\\p{Cc}\\p{Cs}]", " ").strip();
        var shown = clean.isEmpty() ? email.orElse("").replaceFirst("@.*", "") : clean;
        return shown.codePoints()
                .limit(LONGEST_NAME / 2)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    @Override
    public String toString() {
        return "ProvenIdentity[" + issuer + "]";
    }
}
