package dev.promptcards.identity.session;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/// A session as its owner is shown it.
///
/// @param lastUsedAt to five minutes
/// @param expiresAt when it ends, unless it is used before
/// @param address where the sign-in came from; null once it was erased
/// @param userAgent with what
public record Session(
        UUID id,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        @Nullable String address,
        @Nullable String userAgent) {}
