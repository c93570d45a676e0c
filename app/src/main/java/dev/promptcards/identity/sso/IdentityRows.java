package dev.promptcards.identity.sso;

import dev.promptcards.tenancy.UserId;

import io.micronaut.context.annotation.Requires;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.Optional;
import java.util.UUID;

/// The statements on `user_identities`.
@Singleton
@Requires(bean = SingleSignOn.class)
class IdentityRows {

    /// Whose identity it is.
    Optional<UserId> personOf(Handle handle, ProvenIdentity identity) {
        return handle.createQuery("SELECT user_id_by_identity(:issuer, :subject)")
                .bind("issuer", identity.issuer())
                .bind("subject", identity.subject())
                .mapTo(UUID.class)
                .findOne()
                .map(UserId::new);
    }

    /// Gives it to a person, to whom the transaction is bound; false where somebody has it, or the
    /// person has another of that issuer.
    boolean insert(Handle handle, UserId user, ProvenIdentity identity) {
        return handle.createUpdate(
                                """
                                INSERT INTO user_identities (user_id, issuer, subject)
                                VALUES (:user, :issuer, :subject)
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("user", user)
                        .bind("issuer", identity.issuer())
                        .bind("subject", identity.subject())
                        .execute()
                == 1;
    }
}
