package dev.promptcards.identity.token;

import dev.promptcards.tenancy.UserId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The statements on `family_tokens`, under the lock of the family's row.
@Singleton
class TokenRepository {

    /// A refresh token as it is stored.
    ///
    /// @param usedAt when it was used
    /// @param retryHash of the key it was used with, which lets that use be repeated once
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole, and never changed.
    record Refresh(Instant expiresAt, Optional<Instant> usedAt, Optional<byte[]> retryHash) {}

    void insert(
            Handle handle,
            UserId user,
            UUID family,
            byte[] hash,
            String kind,
            Optional<byte[]> givenFor,
            Instant expiresAt) {
        handle.createUpdate(
                        """
                        INSERT INTO family_tokens (user_id, family_id, hash, kind, given_for, expires_at)
                        VALUES (:userId, :familyId, :hash, :kind, :givenFor, :expiresAt)
                        """)
                .bind("userId", user)
                .bind("familyId", family)
                .bind("hash", hash)
                .bind("kind", kind)
                .bind("givenFor", givenFor.orElse(null))
                .bind("expiresAt", expiresAt)
                .execute();
    }

    Optional<Refresh> find(Handle handle, UserId user, UUID family, byte[] hash) {
        return handle.createQuery(
                        """
                        SELECT expires_at, used_at, retry_hash FROM family_tokens
                         WHERE user_id = :userId AND family_id = :familyId AND hash = :hash
                           AND kind = 'refresh'
                        """)
                .bind("userId", user)
                .bind("familyId", family)
                .bind("hash", hash)
                .mapTo(Refresh.class)
                .findOne();
    }

    /// Writes down that a token is used up, and by which key that use may be repeated.
    void use(
            Handle handle,
            UserId user,
            UUID family,
            byte[] hash,
            Instant now,
            Optional<byte[]> retryHash) {
        handle.createUpdate(
                        """
                        UPDATE family_tokens SET used_at = :now, retry_hash = :retryHash
                         WHERE user_id = :userId AND family_id = :familyId AND hash = :hash
                        """)
                .bind("userId", user)
                .bind("familyId", family)
                .bind("hash", hash)
                .bind("now", now)
                .bind("retryHash", retryHash.orElse(null))
                .execute();
    }

    /// Takes back what was given for a token, if nobody used it yet: the refresh token counts as
    /// used from now on, so that whoever shows it gives themselves away.
    boolean takeBack(Handle handle, UserId user, UUID family, byte[] givenFor, Instant now) {
        boolean unused =
                handle.createUpdate(
                                        """
                                        UPDATE family_tokens SET used_at = :now
                                         WHERE user_id = :userId AND family_id = :familyId
                                           AND given_for = :givenFor AND kind = 'refresh'
                                           AND used_at IS NULL
                                        """)
                                .bind("userId", user)
                                .bind("familyId", family)
                                .bind("givenFor", givenFor)
                                .bind("now", now)
                                .execute()
                        == 1;
        if (unused) {
            handle.createUpdate(
                            """
                            DELETE FROM family_tokens
                             WHERE user_id = :userId AND family_id = :familyId
                               AND given_for = :givenFor AND kind = 'access'
                            """)
                    .bind("userId", user)
                    .bind("familyId", family)
                    .bind("givenFor", givenFor)
                    .execute();
        }
        return unused;
    }

    void clean(Handle handle, UserId user, UUID family, Instant now) {
        handle.createUpdate(
                        """
                        DELETE FROM family_tokens
                         WHERE user_id = :userId AND family_id = :familyId AND expires_at <= :now
                        """)
                .bind("userId", user)
                .bind("familyId", family)
                .bind("now", now)
                .execute();
    }
}
