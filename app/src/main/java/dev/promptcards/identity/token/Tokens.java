package dev.promptcards.identity.token;

import dev.promptcards.identity.credential.Credential;

import java.time.Duration;

/// What a program is given: a word for the next minutes, and one that gets it the next pair.
public record Tokens(Credential access, Credential refresh) {

    /// How long an access token lasts.
    public static final Duration ACCESS_LIFE = Duration.ofMinutes(15);

    /// How long a refresh token lasts, and so a program stays signed in that nobody uses.
    public static final Duration REFRESH_LIFE = Duration.ofDays(30);
}
