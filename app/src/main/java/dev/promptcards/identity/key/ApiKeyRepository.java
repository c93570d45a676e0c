package dev.promptcards.identity.key;

import dev.promptcards.http.Cursor;
import dev.promptcards.http.PageRequest;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The statements on `api_keys`.
@Singleton
class ApiKeyRepository {

    private static final String COLUMNS =
            "id, name, secret_hash, scopes, user_id, created_by, created_at, expires_at,"
                    + " last_used_at, revoked_at";

    void insert(Handle handle, WorkspaceId workspace, ApiKey key) {
        handle.createUpdate(
                        """
                        INSERT INTO api_keys (workspace_id, id, name, secret_hash, scopes, user_id,
                                              created_by, created_at, expires_at)
                        VALUES (:workspaceId, :id, :name, :secretHash, :scopes, :userId,
                                :createdBy, :createdAt, :expiresAt)
                        """)
                .bind("workspaceId", workspace)
                .bind("id", key.id())
                .bind("name", key.name())
                .bind("secretHash", key.secretHash())
                .bindArray("scopes", String.class, (Object[]) key.scopes())
                .bind("userId", key.userId())
                .bind("createdBy", key.createdBy())
                .bind("createdAt", key.createdAt())
                .bind("expiresAt", key.expiresAt())
                .execute();
    }

    /// The workspace of a key that is shown without one.
    Optional<WorkspaceId> workspaceOf(Handle handle, UUID id) {
        return handle.createQuery("SELECT workspace_id_of_key(:id)")
                .bind("id", id)
                .mapTo(WorkspaceId.class)
                .findOne();
    }

    Optional<ApiKey> find(Handle handle, WorkspaceId workspace, UUID id) {
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + " FROM api_keys WHERE workspace_id = :workspaceId AND id = :id")
                .bind("workspaceId", workspace)
                .bind("id", id)
                .mapTo(ApiKey.class)
                .findOne();
    }

    /// Newest first: ids are in the order they were made.
    List<ApiKey> list(Handle handle, WorkspaceId workspace, PageRequest page) {
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + """
                                  FROM api_keys
                                 WHERE workspace_id = :workspaceId
                                   AND (CAST(:before AS uuid) IS NULL OR id < :before)
                                 ORDER BY id DESC LIMIT :rows
                                """)
                .bind("workspaceId", workspace)
                .bind("before", page.after().map(ApiKeyRepository::id))
                .bind("rows", page.rowsToRead())
                .mapTo(ApiKey.class)
                .list();
    }

    /// Ends a key; false where it had ended before.
    boolean revoke(Handle handle, WorkspaceId workspace, UUID id, Instant at, String by) {
        return handle.createUpdate(
                                """
                                UPDATE api_keys SET revoked_at = :at, revoked_by = :by
                                 WHERE workspace_id = :workspaceId AND id = :id AND revoked_at IS NULL
                                """)
                        .bind("workspaceId", workspace)
                        .bind("id", id)
                        .bind("at", at)
                        .bind("by", by)
                        .execute()
                == 1;
    }

    /// Ends all of somebody's that have not ended.
    List<ApiKey> revokeOf(
            Handle handle, WorkspaceId workspace, UserId maker, Instant at, String by) {
        return handle.createQuery(
                        """
                        UPDATE api_keys SET revoked_at = :at, revoked_by = :by
                         WHERE workspace_id = :workspaceId AND user_id = :maker AND revoked_at IS NULL
                        RETURNING %s
                        """
                                .formatted(COLUMNS))
                .bind("workspaceId", workspace)
                .bind("maker", maker)
                .bind("at", at)
                .bind("by", by)
                .mapTo(ApiKey.class)
                .list();
    }

    /// Writes down that keys were used, unless another node did within the minute before.
    void used(Handle handle, WorkspaceId workspace, Collection<UUID> ids, Instant at) {
        handle.createUpdate(
                        """
                        UPDATE api_keys SET last_used_at = :at
                         WHERE workspace_id = :workspaceId AND id = ANY (:ids)
                           AND (last_used_at IS NULL OR last_used_at <= CAST(:at AS timestamptz) - interval '1 minute')
                        """)
                .bind("workspaceId", workspace)
                .bindArray("ids", UUID.class, ids)
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
