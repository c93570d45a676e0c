package dev.promptcards.identity.key;

import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Permission;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// An API key as it is stored: everything but the key.
///
/// @param secretHash SHA-256 of its secret
/// @param scopes the words of what it was made for
/// @param userId who made it; empty for a command on the server's machine
/// @param createdBy the same as histories name it
/// @param lastUsedAt to the minute
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole, and never changed.
record ApiKey(
        UUID id,
        String name,
        byte[] secretHash,
        String[] scopes,
        Optional<UserId> userId,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> revokedAt) {

    /// Whether it lets anybody in at that time.
    boolean holdsAt(Instant time) {
        return revokedAt.isEmpty() && time.isBefore(expiresAt);
    }

    /// Who makes a request with it.
    Caller.Key caller(WorkspaceId workspace) {
        return new Caller.Key(workspace, id, userId, permissions());
    }

    /// A scope this version does not know is one nothing asks for.
    private Set<Permission> permissions() {
        var known = EnumSet.noneOf(Permission.class);
        Arrays.stream(scopes).map(Permission::of).flatMap(Optional::stream).forEach(known::add);
        return known;
    }
}
