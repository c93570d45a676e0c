package dev.promptcards.identity.invitation;

import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// An invitation into a workspace.
///
/// @param email who alone may accept it; empty for whoever has the link
/// @param invitedBy who made it, as histories name people
/// @param inviter the person behind that; empty for a command on the server's machine, and for a
///     key made there
record Invitation(
        UUID id,
        String role,
        Optional<String> email,
        String invitedBy,
        Optional<UserId> inviter,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> acceptedAt,
        Optional<UserId> acceptedBy,
        Optional<Instant> revokedAt) {

    private static final String KEY = Actor.Kind.KEY + ":";

    /// What became of it.
    enum State {
        OPEN,
        ACCEPTED,
        REVOKED,
        EXPIRED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    State state(Instant now) {
        if (acceptedAt.isPresent()) {
            return State.ACCEPTED;
        }
        if (revokedAt.isPresent()) {
            return State.REVOKED;
        }
        return now.isBefore(expiresAt) ? State.OPEN : State.EXPIRED;
    }

    /// The API key it was made with, if it was.
    Optional<UUID> key() {
        return Optional.of(invitedBy)
                .filter(it -> it.startsWith(KEY))
                .map(it -> UUID.fromString(it.substring(KEY.length())));
    }

    @Override
    public String toString() {
        return "Invitation[" + id + "]";
    }
}
