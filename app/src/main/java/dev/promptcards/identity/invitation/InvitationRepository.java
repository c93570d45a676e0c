package dev.promptcards.identity.invitation;

import dev.promptcards.http.Cursor;
import dev.promptcards.http.PageRequest;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The statements on `invitations`.
@Singleton
class InvitationRepository {

    private static final String COLUMNS =
            """
            SELECT id, role, email, invited_by, inviter, created_at, expires_at, accepted_at,
                   accepted_by, revoked_at
              FROM invitations
             WHERE workspace_id = :workspaceId
            """;

    /// Where a token leads.
    record Place(WorkspaceId workspaceId, UUID invitationId) {}

    /// The invitation of a token, asked before its workspace is known.
    Optional<Place> byToken(Handle handle, InvitationToken token) {
        return handle.createQuery("SELECT * FROM invitation_by_token(:hash)")
                .bind("hash", token.hash())
                .mapTo(Place.class)
                .findOne();
    }

    void insert(
            Handle handle, WorkspaceId workspace, Invitation invitation, InvitationToken token) {
        handle.createUpdate(
                        """
                        INSERT INTO invitations (workspace_id, id, role, email, token_hash, invited_by,
                                                 inviter, created_at, expires_at)
                        VALUES (:workspaceId, :id, :role, :email, :hash, :invitedBy, :inviter::uuid,
                                :createdAt, :expiresAt)
                        """)
                .bind("workspaceId", workspace)
                .bind("id", invitation.id())
                .bind("role", invitation.role())
                .bind("email", invitation.email().orElse(null))
                .bind("hash", token.hash())
                .bind("invitedBy", invitation.invitedBy())
                .bind("inviter", invitation.inviter().map(UserId::value).orElse(null))
                .bind("createdAt", invitation.createdAt())
                .bind("expiresAt", invitation.expiresAt())
                .execute();
    }

    Optional<Invitation> find(Handle handle, WorkspaceId workspace, UUID id) {
        return handle.createQuery(COLUMNS + " AND id = :id")
                .bind("workspaceId", workspace)
                .bind("id", id)
                .mapTo(Invitation.class)
                .findOne();
    }

    /// Newest first.
    List<Invitation> page(Handle handle, WorkspaceId workspace, PageRequest page) {
        return handle.createQuery(
                        COLUMNS
                                + " AND (:after::uuid IS NULL OR id < :after::uuid)"
                                + " ORDER BY id DESC LIMIT :rows")
                .bind("workspaceId", workspace)
                .bind("after", page.after().map(InvitationRepository::id).orElse(null))
                .bind("rows", page.rowsToRead())
                .mapTo(Invitation.class)
                .list();
    }

    void accept(Handle handle, WorkspaceId workspace, UUID id, UserId by, Instant at) {
        handle.createUpdate(
                        """
                        UPDATE invitations SET accepted_at = :at, accepted_by = :by
                         WHERE workspace_id = :workspaceId AND id = :id
                        """)
                .bind("workspaceId", workspace)
                .bind("id", id)
                .bind("by", by)
                .bind("at", at)
                .execute();
    }

    void revoke(Handle handle, WorkspaceId workspace, UUID id, Instant at) {
        handle.createUpdate(
                        """
                        UPDATE invitations SET revoked_at = :at
                         WHERE workspace_id = :workspaceId AND id = :id
                        """)
                .bind("workspaceId", workspace)
                .bind("id", id)
                .bind("at", at)
                .execute();
    }

    private static UUID id(Cursor cursor) {
        try {
            return UUID.fromString(cursor.key().getFirst());
        } catch (IllegalArgumentException _) {
            throw Cursor.broken();
        }
    }
}
