package dev.promptcards.identity.person;

import dev.promptcards.tenancy.UserId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// Somebody, as who runs the installation sees them.
///
/// @param admin whether they run the installation themselves
/// @param disabledAt since when they cannot sign in
/// @param erasedAt since when there is nothing left of them but their id
record Person(
        UserId id,
        String email,
        String displayName,
        boolean admin,
        Instant createdAt,
        @Nullable Instant disabledAt,
        @Nullable Instant erasedAt) {

    boolean disabled() {
        return disabledAt != null;
    }

    boolean erased() {
        return erasedAt != null;
    }

    @Override
    public String toString() {
        return "Person[" + id + "]";
    }
}
