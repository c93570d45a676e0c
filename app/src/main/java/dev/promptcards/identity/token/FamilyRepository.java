package dev.promptcards.identity.token;

import dev.promptcards.identity.credential.Credential;
import dev.promptcards.tenancy.UserId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The statements on `token_families`, in transactions bound to their person.
@Singleton
class FamilyRepository {

    /// Why a family ended.
    enum End {
        SIGNED_OUT("signed-out"),
        TOKEN_REUSED("token-reused");

        private final String word;

        End(String word) {
            this.word = word;
        }
    }

    /// The person a family belongs to, who is not known before one of its tokens is shown.
    Optional<UserId> userOf(Handle handle, UUID family) {
        return handle.createQuery("SELECT user_id_of_family(:family)")
                .bind("family", family)
                .mapTo(UserId.class)
                .findOne();
    }

    void insert(Handle handle, UserId user, TokenFamily family) {
        handle.createUpdate(
                        """
                        INSERT INTO token_families (id, user_id, client, created_at, last_used_at, expires_at)
                        VALUES (:id, :userId, :client, :createdAt, :lastUsedAt, :expiresAt)
                        """)
                .bind("id", family.id())
                .bind("userId", user)
                .bind("client", family.client())
                .bind("createdAt", family.createdAt())
                .bind("lastUsedAt", family.lastUsedAt())
                .bind("expiresAt", family.expiresAt())
                .execute();
    }

    /// Holds a family's row while its tokens change; false where it has ended, or its person may
    /// not sign in any more.
    boolean lock(Handle handle, UserId user, UUID family, Instant now) {
        return handle.createQuery(
                        """
                        SELECT 1
                          FROM token_families f
                          JOIN users u ON u.id = f.user_id AND u.disabled_at IS NULL
                         WHERE f.user_id = :userId AND f.id = :id AND f.ended_at IS NULL
                           AND f.expires_at > :now
                           FOR UPDATE OF f
                        """)
                .bind("userId", user)
                .bind("id", family)
                .bind("now", now)
                .mapTo(int.class)
                .findOne()
                .isPresent();
    }

    void renewed(Handle handle, UserId user, UUID family, Instant now, Instant expiresAt) {
        handle.createUpdate(
                        """
                        UPDATE token_families SET last_used_at = :now, expires_at = :expiresAt
                         WHERE user_id = :userId AND id = :id
                        """)
                .bind("userId", user)
                .bind("id", family)
                .bind("now", now)
                .bind("expiresAt", expiresAt)
                .execute();
    }

    /// Ends a family; false where there is none that goes on.
    boolean end(Handle handle, UserId user, UUID family, Instant now, End why) {
        return handle.createUpdate(
                                """
                                UPDATE token_families SET ended_at = :now, end_reason = :why
                                 WHERE user_id = :userId AND id = :id AND ended_at IS NULL
                                   AND expires_at > :now
                                """)
                        .bind("userId", user)
                        .bind("id", family)
                        .bind("now", now)
                        .bind("why", why.word)
                        .execute()
                == 1;
    }

    /// Ends all that go on but `kept`; returns which.
    List<UUID> endOthers(Handle handle, UserId user, Optional<UUID> kept, Instant now) {
        return handle.createQuery(
                        """
                        UPDATE token_families SET ended_at = :now, end_reason = :why
                         WHERE user_id = :userId AND ended_at IS NULL AND id IS DISTINCT FROM :kept
                        RETURNING id
                        """)
                .bind("userId", user)
                .bind("kept", kept)
                .bind("now", now)
                .bind("why", End.SIGNED_OUT.word)
                .mapTo(UUID.class)
                .list();
    }

    /// The families that go on, the last used first.
    List<TokenFamily> list(Handle handle, UserId user, Instant now) {
        return handle.createQuery(
                        """
                        SELECT id, client, created_at, last_used_at, expires_at FROM token_families
                         WHERE user_id = :userId AND ended_at IS NULL AND expires_at > :now
                         ORDER BY last_used_at DESC, id
                        """)
                .bind("userId", user)
                .bind("now", now)
                .mapTo(TokenFamily.class)
                .list();
    }

    boolean exists(Handle handle, UserId user, UUID family) {
        return handle.createQuery(
                        "SELECT 1 FROM token_families WHERE user_id = :userId AND id = :id")
                .bind("userId", user)
                .bind("id", family)
                .mapTo(int.class)
                .findOne()
                .isPresent();
    }

    /// Forgets what is over, tokens included.
    void clean(Handle handle, UserId user, Instant now) {
        handle.createUpdate(
                        "DELETE FROM token_families WHERE user_id = :userId AND expires_at <= :now")
                .bind("userId", user)
                .bind("now", now)
                .execute();
    }

    /// The access tokens that hold now, of a family that goes on and a person who may sign in.
    List<LiveToken> live(Handle handle, UserId user, UUID family, Instant now) {
        return handle.createQuery(
                        """
                        SELECT t.hash, t.expires_at
                          FROM token_families f
                          JOIN users u ON u.id = f.user_id AND u.disabled_at IS NULL
                          JOIN family_tokens t ON t.user_id = f.user_id AND t.family_id = f.id
                         WHERE f.user_id = :userId AND f.id = :id AND f.ended_at IS NULL
                           AND t.kind = 'access' AND t.expires_at > :now
                        """)
                .bind("userId", user)
                .bind("id", family)
                .bind("now", now)
                .mapTo(LiveToken.class)
                .list();
    }

    /// An access token as it is stored.
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole, and never changed.
    record LiveToken(byte[] hash, Instant expiresAt) {
        boolean is(Credential shown, Instant now) {
            return shown.matches(hash) && now.isBefore(expiresAt);
        }
    }
}
