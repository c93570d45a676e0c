package dev.promptcards.identity.sso;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Whom a first sign-in makes a person, where nobody has their e-mail address yet.
public enum NewPeople {
    /// Whoever the provider lets in.
    ALWAYS,
    /// Who holds an invitation, or has an address of an allowed domain.
    ALLOWED,
    /// Nobody.
    NEVER;

    static Optional<NewPeople> of(String name) {
        return Arrays.stream(values()).filter(it -> it.toString().equals(name)).findFirst();
    }

    /// As it is configured: `always`, `allowed`, `never`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
