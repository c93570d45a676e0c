package dev.promptcards.identity.person;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The statements on what stands about a person outside workspaces, in transactions that are bound
/// to them. A table that holds something about people is named here, or in [WorkspaceTraces].
@Singleton
class PersonRows {

    Optional<Person> find(Handle handle, UserId user) {
        return handle.createQuery(
                        """
                        SELECT id, email, display_name, admin, created_at, disabled_at, erased_at
                          FROM users WHERE id = :user
                        """)
                .bind("user", user)
                .mapTo(Person.class)
                .findOne();
    }

    /// The same, or 404.
    Person get(Handle handle, UserId user) {
        return find(handle, user)
                .orElseThrow(
                        () -> new Problem.NotFound("There is nobody with the id " + user + "."));
    }

    boolean hasPassword(Handle handle, UserId user) {
        return handle.createQuery("SELECT 1 FROM user_passwords WHERE user_id = :user")
                .bind("user", user)
                .mapTo(int.class)
                .findOne()
                .isPresent();
    }

    /// Where there is something about the person, in the order of ids.
    List<WorkspaceId> workspaces(Handle handle, UserId user) {
        return handle.createQuery("SELECT workspaces_about_person(:user)")
                .bind("user", user)
                .mapTo(UUID.class)
                .map(WorkspaceId::new)
                .list();
    }

    /// Refuses to go on without `user` where nobody else runs the installation. It holds who asks
    /// the same until the transaction ends.
    void requireAnotherAdmin(Handle handle, Person person) {
        if (person.admin()
                && !person.disabled()
                && handle.createQuery("SELECT other_admin(:user)")
                        .bind("user", person.id())
                        .mapTo(UUID.class)
                        .findOne()
                        .isEmpty()) {
            throw new Problem.Conflict(
                    "They are the last who run the installation. Let somebody else run it first.");
        }
    }

    void enable(Handle handle, UserId user) {
        handle.createUpdate("UPDATE users SET disabled_at = NULL WHERE id = :user")
                .bind("user", user)
                .execute();
    }

    void letRun(Handle handle, UserId user, boolean admin) {
        handle.createUpdate("UPDATE users SET admin = :admin WHERE id = :user")
                .bind("user", user)
                .bind("admin", admin)
                .execute();
    }

    /// What stands there, section by section: no secret, and no hash of one.
    JsonNode held(Handle handle, UserId user) {
        return handle.createQuery(
                        """
                        SELECT jsonb_build_object(
                            'person', (
                                SELECT jsonb_build_object(
                                    'id', u.id, 'email', u.email, 'displayName', u.display_name,
                                    'preferences', u.preferences, 'admin', u.admin, 'createdAt', u.created_at,
                                    'disabledAt', u.disabled_at)
                                  FROM users u WHERE u.id = :user),
                            'password', (
                                SELECT jsonb_build_object('changedAt', p.changed_at)
                                  FROM user_passwords p WHERE p.user_id = :user),
                            'identities', coalesce((
                                SELECT jsonb_agg(jsonb_build_object(
                                    'issuer', i.issuer, 'subject', i.subject, 'linkedAt', i.linked_at)
                                    ORDER BY i.issuer)
                                  FROM user_identities i WHERE i.user_id = :user), '[]'),
                            'sessions', coalesce((
                                SELECT jsonb_agg(jsonb_build_object(
                                    'id', s.id, 'createdAt', s.created_at, 'lastUsedAt', s.last_used_at,
                                    'expiresAt', s.expires_at, 'revokedAt', s.revoked_at,
                                    'address', s.address, 'userAgent', s.user_agent) ORDER BY s.created_at, s.id)
                                  FROM user_sessions s WHERE s.user_id = :user), '[]'),
                            'programs', coalesce((
                                SELECT jsonb_agg(jsonb_build_object(
                                    'id', f.id, 'client', f.client, 'createdAt', f.created_at,
                                    'lastUsedAt', f.last_used_at, 'expiresAt', f.expires_at,
                                    'endedAt', f.ended_at, 'endReason', f.end_reason) ORDER BY f.created_at, f.id)
                                  FROM token_families f WHERE f.user_id = :user), '[]'))
                        """)
                .bind("user", user)
                .mapTo(JsonNode.class)
                .one();
    }

    /// Deletes by what they could sign in, and where from they did. Tokens and sign-ins under way
    /// go with their programs.
    void deleteCredentials(Handle handle, UserId user) {
        for (var statement :
                List.of(
                        "DELETE FROM user_identities WHERE user_id = :user",
                        "DELETE FROM user_sessions WHERE user_id = :user",
                        "DELETE FROM token_families WHERE user_id = :user",
                        "DELETE FROM user_passwords WHERE user_id = :user")) {
            handle.createUpdate(statement).bind("user", user).execute();
        }
    }

    /// Leaves a row that histories can lead to, and nothing in it; false where that was done.
    boolean leaveShell(Handle handle, UserId user) {
        return handle.createUpdate(
                                """
                                UPDATE users
                                   SET email = :email, display_name = 'Erased person', preferences = '{}',
                                       admin = false, disabled_at = coalesce(disabled_at, now()), erased_at = now()
                                 WHERE id = :user AND erased_at IS NULL
                                """)
                        .bind("user", user)
                        .bind("email", shellEmail(user))
                        .execute()
                == 1;
    }

    /// An address nobody can have (RFC 2606, section 2).
    static String shellEmail(UserId user) {
        return "erased-" + user + "@invalid.invalid";
    }
}
