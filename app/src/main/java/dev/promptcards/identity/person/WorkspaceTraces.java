package dev.promptcards.identity.person;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The statements on what stands about a person within a workspace.
@Singleton
class WorkspaceTraces {

    /// Their role, the keys they made, the invitations they accepted or were sent.
    JsonNode held(Handle handle, WorkspaceId workspace, UserId user, String email) {
        return handle.createQuery(
                        """
                        SELECT jsonb_build_object(
                            'workspace', (SELECT w.slug FROM workspaces w WHERE w.id = :workspaceId),
                            'membership', (
                                SELECT jsonb_build_object(
                                    'role', m.role, 'addedBy', m.added_by, 'addedAt', m.added_at)
                                  FROM workspace_members m
                                 WHERE m.workspace_id = :workspaceId AND m.user_id = :user),
                            'keys', coalesce((
                                SELECT jsonb_agg(jsonb_build_object(
                                    'id', k.id, 'name', k.name, 'scopes', k.scopes, 'createdAt', k.created_at,
                                    'expiresAt', k.expires_at, 'lastUsedAt', k.last_used_at,
                                    'revokedAt', k.revoked_at) ORDER BY k.id)
                                  FROM api_keys k
                                 WHERE k.workspace_id = :workspaceId AND k.user_id = :user), '[]'),
                            'invitations', coalesce((
                                SELECT jsonb_agg(jsonb_build_object(
                                    'id', i.id, 'role', i.role, 'email', i.email, 'invitedBy', i.invited_by,
                                    'createdAt', i.created_at, 'acceptedAt', i.accepted_at) ORDER BY i.id)
                                  FROM invitations i
                                 WHERE i.workspace_id = :workspaceId
                                   AND (i.accepted_by = :user OR lower(i.email) = lower(:email))), '[]'))
                        """)
                .bind("workspaceId", workspace)
                .bind("user", user)
                .bind("email", email)
                .mapTo(JsonNode.class)
                .one();
    }

    /// The keys they made, those that ended among them.
    List<UUID> keys(Handle handle, WorkspaceId workspace, UserId user) {
        return handle.createQuery(
                        """
                        SELECT id FROM api_keys
                         WHERE workspace_id = :workspaceId AND user_id = :user ORDER BY id
                        """)
                .bind("workspaceId", workspace)
                .bind("user", user)
                .mapTo(UUID.class)
                .list();
    }

    /// Takes them out of the workspace; the role they had.
    Optional<String> deleteMembership(Handle handle, WorkspaceId workspace, UserId user) {
        return handle.createQuery(
                        """
                        DELETE FROM workspace_members
                         WHERE workspace_id = :workspaceId AND user_id = :user
                        RETURNING role
                        """)
                .bind("workspaceId", workspace)
                .bind("user", user)
                .mapTo(String.class)
                .findOne();
    }

    /// Takes their address out of the invitations that went to it; an open one opens nothing more.
    /// It stays one for somebody alone, and is not turned into one for whoever has the link.
    void eraseInvitations(
            Handle handle, WorkspaceId workspace, UserId user, String email, Instant now) {
        handle.createUpdate(
                        """
                        UPDATE invitations
                           SET email = :shell,
                               revoked_at = CASE WHEN accepted_at IS NULL THEN coalesce(revoked_at, :now) END
                         WHERE workspace_id = :workspaceId AND email IS NOT NULL AND email <> :shell
                           AND (accepted_by = :user OR lower(email) = lower(:email))
                        """)
                .bind("workspaceId", workspace)
                .bind("user", user)
                .bind("email", email)
                .bind("shell", PersonRows.shellEmail(user))
                .bind("now", now)
                .execute();
    }
}
