package dev.promptcards.cache;

import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// The statements on `cache_deletes`.
final class OutboxRows {

    private static final int MOST = 1000;

    private OutboxRows() {}

    /// A delete that was not taken off yet.
    record Due(UUID id, String key) {}

    static void insert(Handle handle, WorkspaceId workspace, List<Key> keys) {
        handle.createUpdate(
                        """
                        INSERT INTO cache_deletes (workspace_id, id, key)
                        SELECT :workspaceId, * FROM unnest(:ids, :keys)
                        """)
                .bind("workspaceId", workspace)
                .bindArray("ids", UUID.class, keys.stream().map(_ -> NewId.next()).toList())
                .bindArray("keys", String.class, keys.stream().map(Key::toString).toList())
                .execute();
    }

    static List<WorkspaceId> workspaces(Handle handle) {
        return handle.createQuery("SELECT workspace_id FROM workspaces_with_cache_deletes()")
                .mapTo(WorkspaceId.class)
                .list();
    }

    /// The oldest first.
    static List<Due> of(Handle handle, WorkspaceId workspace) {
        return handle.createQuery(
                        """
                        SELECT id, key FROM cache_deletes WHERE workspace_id = :workspaceId
                         ORDER BY id LIMIT :most
                        """)
                .bind("workspaceId", workspace)
                .bind("most", MOST)
                .mapTo(Due.class)
                .list();
    }

    static int remove(Handle handle, WorkspaceId workspace, List<Due> acknowledged) {
        return handle.createUpdate(
                        "DELETE FROM cache_deletes WHERE workspace_id = :workspaceId AND id = ANY"
                                + " (:ids)")
                .bind("workspaceId", workspace)
                .bindArray("ids", UUID.class, acknowledged.stream().map(Due::id).toList())
                .execute();
    }

    static int removeOlder(Handle handle, WorkspaceId workspace, Duration age) {
        return handle.createUpdate(
                        "DELETE FROM cache_deletes WHERE workspace_id = :workspaceId"
                                + " AND created_at < now() - :age::interval")
                .bind("workspaceId", workspace)
                .bind("age", age.toString())
                .execute();
    }
}
