package dev.promptcards.identity.session;

import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Sessions as rows, by the database's clock: which is the same for all nodes. A session ends 24
/// hours after it was used last, and 30 days after the sign-in.
@Singleton
class SessionRows {

    private final WorkspaceTransactions transactions;

    SessionRows(WorkspaceTransactions transactions) {
        this.transactions = transactions;
    }

    /// What a row says, now.
    ///
    /// @param live whether whoever has the secret is let in
    /// @param dusty whether its last use is to be recorded
    private record Row(byte[] secretHash, boolean live, boolean dusty) {}

    /// Adds a session, and drops those of the person that ended long ago; the transaction is bound
    /// to the person.
    void insert(Handle handle, SessionToken token, Optional<Actor.Origin> origin) {
        handle.createUpdate(
                        """
                        DELETE FROM user_sessions
                         WHERE user_id = :user AND created_at < now() - interval '60 days'
                        """)
                .bind("user", token.user())
                .execute();
        handle.createUpdate(
                        """
                        INSERT INTO user_sessions (user_id, id, secret_hash, expires_at, address, user_agent)
                        VALUES (:user, :id, :hash, now() + interval '24 hours', :address, :agent)
                        """)
                .bind("user", token.user())
                .bind("id", token.session())
                .bind("hash", token.hash())
                .bind("address", origin.map(Actor.Origin::address))
                .bind("agent", origin.map(Actor.Origin::userAgent))
                .execute();
    }

    /// Reads the row of a session, and records that it was used where the secret is right; empty
    /// where there is none.
    Optional<Known> read(SessionToken token) {
        return transactions.asUser(
                token.user(),
                handle -> {
                    var row =
                            handle.createQuery(
                                            """
                                            SELECT s.secret_hash,
                                                   s.revoked_at IS NULL AND s.expires_at > now()
                                                       AND u.disabled_at IS NULL AS live,
                                                   s.last_used_at < now() - interval '5 minutes' AS dusty
                                              FROM user_sessions s
                                              JOIN users u ON u.id = s.user_id
                                             WHERE s.user_id = :user AND s.id = :id
                                            """)
                                    .bind("user", token.user())
                                    .bind("id", token.session())
                                    .mapTo(Row.class)
                                    .findOne();
                    var known = row.map(it -> new Known(it.secretHash(), it.live()));
                    if (row.filter(Row::dusty).isPresent()
                            && known.filter(it -> it.admits(token)).isPresent()) {
                        touch(handle, token);
                    }
                    return known;
                });
    }

    private static void touch(Handle handle, SessionToken token) {
        handle.createUpdate(
                        """
                        UPDATE user_sessions
                           SET last_used_at = now(),
                               expires_at = least(now() + interval '24 hours', created_at + interval '720 hours')
                         WHERE user_id = :user AND id = :id AND revoked_at IS NULL AND expires_at > now()
                        """)
                .bind("user", token.user())
                .bind("id", token.session())
                .execute();
    }

    /// Those that have not ended, last used first; the transaction is bound to the person.
    List<Session> live(Handle handle, UserId user) {
        return handle.createQuery(
                        """
                        SELECT id, created_at, last_used_at, expires_at, address, user_agent
                          FROM user_sessions
                         WHERE user_id = :user AND revoked_at IS NULL AND expires_at > now()
                         ORDER BY last_used_at DESC, id
                        """)
                .bind("user", user)
                .mapTo(Session.class)
                .list();
    }

    /// Revokes one; false where there is none that has not ended.
    boolean revoke(Handle handle, UserId user, UUID session) {
        return handle.createUpdate(
                                """
                                UPDATE user_sessions SET revoked_at = now()
                                 WHERE user_id = :user AND id = :id
                                   AND revoked_at IS NULL AND expires_at > now()
                                """)
                        .bind("user", user)
                        .bind("id", session)
                        .execute()
                == 1;
    }

    /// Revokes all of a person's but `kept`; returns which.
    List<UUID> revokeOthers(Handle handle, UserId user, Optional<UUID> kept) {
        return handle.createQuery(
                        """
                        UPDATE user_sessions SET revoked_at = now()
                         WHERE user_id = :user AND revoked_at IS NULL AND id IS DISTINCT FROM :kept
                        RETURNING id
                        """)
                .bind("user", user)
                .bind("kept", kept)
                .mapTo(UUID.class)
                .list();
    }
}
