package dev.promptcards.identity.token;

import java.time.Instant;
import java.util.UUID;

/// A program somebody signed in, and every token that came of that one sign-in.
///
/// @param client what the program calls itself and its machine; not verified
/// @param lastUsedAt when its tokens were renewed last
/// @param expiresAt when it is signed out if nobody uses it
public record TokenFamily(
        UUID id, String client, Instant createdAt, Instant lastUsedAt, Instant expiresAt) {}
