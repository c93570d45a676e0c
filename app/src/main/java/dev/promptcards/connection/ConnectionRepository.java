package dev.promptcards.connection;

import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The statements on `provider_connections`.
@Singleton
class ConnectionRepository {

    private static final String COLUMNS =
            """
            SELECT id, slug, kind, base_url, models, limits, prices, header_names, key_set, key_hint,
                   is_default, revision, archived_at, created_at, updated_at
              FROM provider_connections
            """;

    /// The connection of that slug, archived or not.
    Optional<Connection> find(Handle handle, WorkspaceId workspace, String slug) {
        return handle.createQuery(COLUMNS + " WHERE workspace_id = :workspaceId AND slug = :slug")
                .bind("workspaceId", workspace)
                .bind("slug", slug)
                .mapTo(Connection.class)
                .findOne();
    }

    /// The connection runs take that bring no key of that kind.
    Optional<Connection> defaultOf(Handle handle, WorkspaceId workspace, String kind) {
        return handle.createQuery(
                        COLUMNS
                                + " WHERE workspace_id = :workspaceId AND kind = :kind AND"
                                + " is_default")
                .bind("workspaceId", workspace)
                .bind("kind", kind)
                .mapTo(Connection.class)
                .findOne();
    }

    /// Those in use after `after`, by slug.
    List<Connection> page(Handle handle, WorkspaceId workspace, String after, int rows) {
        return handle.createQuery(
                        COLUMNS
                                + """
                                 WHERE workspace_id = :workspaceId AND archived_at IS NULL
                                   AND slug > :after
                                 ORDER BY slug LIMIT :rows
                                """)
                .bind("workspaceId", workspace)
                .bind("after", after)
                .bind("rows", rows)
                .mapTo(Connection.class)
                .list();
    }

    /// Where a connection stands.
    record Place(WorkspaceId workspace, ConnectionId id) {}

    /// The connection with sealed credentials that was changed last, of all workspaces.
    Optional<Place> newestSealed(Handle handle) {
        return handle.createQuery(
                        "SELECT workspace_id, connection_id FROM newest_sealed_connection()")
                .map(
                        (row, _) ->
                                new Place(
                                        new WorkspaceId(row.getObject(1, UUID.class)),
                                        new ConnectionId(row.getObject(2, UUID.class))))
                .findOne();
    }

    byte @Nullable [] sealed(Handle handle, WorkspaceId workspace, ConnectionId id) {
        return handle.createQuery(
                        """
                        SELECT sealed FROM provider_connections
                         WHERE workspace_id = :workspaceId AND id = :id
                        """)
                .bind("workspaceId", workspace)
                .bind("id", id)
                .mapTo(byte[].class)
                .findOne()
                .orElse(null);
    }

    /// Lets the changes of a workspace's connections follow each other: which one is the default of
    /// its kind is no row's own business.
    void queueUp(Handle handle, WorkspaceId workspace) {
        handle.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", workspace + "/connections");
    }

    /// Makes a row that is filled in the same transaction.
    void insert(Handle handle, WorkspaceId workspace, ConnectionId id, String slug, String kind) {
        handle.createUpdate(
                        """
                        INSERT INTO provider_connections (workspace_id, id, slug, kind, revision, updated_by)
                        VALUES (:workspaceId, :id, :slug, :kind, 0, '')
                        """)
                .bind("workspaceId", workspace)
                .bind("id", id)
                .bind("slug", slug)
                .bind("kind", kind)
                .execute();
    }

    /// Writes all of a row, and brings it back where it was archived.
    void write(
            Handle handle,
            WorkspaceId workspace,
            ConnectionId id,
            ConnectionFields fields,
            Credentials credentials,
            byte @Nullable [] sealed,
            String by) {
        handle.createUpdate(
                        """
                        UPDATE provider_connections
                           SET kind = :kind, base_url = :baseUrl, models = :models, limits = :limits,
                               prices = :prices, header_names = :headerNames, sealed = :sealed,
                               key_set = :keySet, key_hint = :keyHint, is_default = :isDefault,
                               revision = revision + 1, updated_by = :by, updated_at = now(),
                               archived_at = NULL
                         WHERE workspace_id = :workspaceId AND id = :id
                        """)
                .bind("workspaceId", workspace)
                .bind("id", id)
                .bind("kind", fields.kind())
                .bind("baseUrl", fields.baseUrl().orElse(null))
                .bind("models", fields.models())
                .bind("limits", fields.limits())
                .bind("prices", fields.prices())
                .bind(
                        "headerNames",
                        ConnectionFields.names(List.copyOf(credentials.headers().keySet())))
                .bind("sealed", sealed)
                .bind("keySet", !credentials.key().isEmpty())
                .bind("keyHint", credentials.hint())
                .bind("isDefault", fields.isDefault())
                .bind("by", by)
                .execute();
    }

    /// Takes the mark from whichever other connection of the kind has it.
    void clearDefault(
            Handle handle, WorkspaceId workspace, String kind, ConnectionId but, String by) {
        handle.createUpdate(
                        """
                        UPDATE provider_connections
                           SET is_default = false, revision = revision + 1, updated_by = :by,
                               updated_at = now()
                         WHERE workspace_id = :workspaceId AND kind = :kind AND is_default
                           AND id <> :but
                        """)
                .bind("workspaceId", workspace)
                .bind("kind", kind)
                .bind("but", but)
                .bind("by", by)
                .execute();
    }

    /// Its key and its headers are gone for good.
    void archive(Handle handle, WorkspaceId workspace, ConnectionId id, String by) {
        handle.createUpdate(
                        """
                        UPDATE provider_connections
                           SET archived_at = now(), sealed = NULL, key_set = false, key_hint = '',
                               header_names = '[]', is_default = false, revision = revision + 1,
                               updated_by = :by, updated_at = now()
                         WHERE workspace_id = :workspaceId AND id = :id
                        """)
                .bind("workspaceId", workspace)
                .bind("id", id)
                .bind("by", by)
                .execute();
    }
}
