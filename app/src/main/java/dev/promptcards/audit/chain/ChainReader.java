package dev.promptcards.audit.chain;

import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// The statements that read a chain as it stands, for verifying it.
@Singleton
class ChainReader {

    /// So many rows of a chain are held at once.
    private static final int ROWS = 500;

    private static final String EVENT =
            """
            SELECT e.workspace_id, e.seq, e.id, e.created_at, e.actor_kind, e.actor_id, e.action,
                   e.object_kind, e.object_id, e.object_name, e.subject_id, e.before::text AS before,
                   e.after::text AS after, e.origin_hash, e.subject_hash, e.key_id, e.previous_hash, e.hash
            """;

    private static final String ORPHANS =
            """
            SELECT p.event_id FROM audit_people p
             WHERE p.workspace_id = :workspaceId
               AND NOT EXISTS (SELECT FROM audit_events e
                                WHERE e.workspace_id = :workspaceId AND e.created_at = p.created_at
                                  AND e.id = p.event_id)
             LIMIT 1
            """;

    /// An event with the personal data that stands beside it.
    record Row(AuditEvent event, @Nullable PersonalData origin, @Nullable PersonalData subject) {}

    Optional<Head> head(Handle handle, WorkspaceId workspace) {
        return handle.createQuery(
                        """
                        SELECT seq, recorded_at, hash, key_id, seal FROM audit_heads
                         WHERE workspace_id = :workspaceId
                        """)
                .bind("workspaceId", workspace)
                .mapTo(Head.class)
                .findOne();
    }

    /// The events that let something be missing.
    List<AuditEvent> amnesties(Handle handle, WorkspaceId workspace) {
        return handle.createQuery(
                        EVENT
                                + """
                                  FROM audit_events e
                                 WHERE e.workspace_id = :workspaceId AND e.action IN (:erase, :retire)
                                """)
                .bind("workspaceId", workspace)
                .bind("erase", Amnesties.ERASE)
                .bind("retire", Amnesties.RETIRE)
                .mapTo(AuditEvent.class)
                .list();
    }

    /// All events in the order of their numbers.
    void each(Handle handle, WorkspaceId workspace, Consumer<Row> examine) {
        handle.createQuery(
                        EVENT
                                + """
                                     , o.salt AS o_salt, o.user_id AS o_user, o.address AS o_address,
                                       o.user_agent AS o_agent, o.details::text AS o_details,
                                       s.salt AS s_salt, s.user_id AS s_user, s.address AS s_address,
                                       s.user_agent AS s_agent, s.details::text AS s_details
                                  FROM audit_events e
                                  LEFT JOIN audit_people o
                                    ON o.workspace_id = :workspaceId AND o.created_at = e.created_at
                                   AND o.event_id = e.id AND o.role = 'origin'
                                  LEFT JOIN audit_people s
                                    ON s.workspace_id = :workspaceId AND s.created_at = e.created_at
                                   AND s.event_id = e.id AND s.role = 'subject'
                                 WHERE e.workspace_id = :workspaceId
                                 ORDER BY e.seq
                                """)
                .bind("workspaceId", workspace)
                .setFetchSize(ROWS)
                .map((RowMapper<Row>) (row, _) -> row(row))
                .useStream(rows -> rows.forEach(examine));
    }

    /// Personal data beside no event.
    Optional<UUID> orphan(Handle handle, WorkspaceId workspace) {
        return handle.createQuery(ORPHANS)
                .bind("workspaceId", workspace)
                .mapTo(UUID.class)
                .findOne();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(event(row), personal(row, "o_"), personal(row, "s_"));
    }

    private static AuditEvent event(ResultSet row) throws SQLException {
        return new AuditEvent(
                row.getObject("workspace_id", UUID.class),
                row.getLong("seq"),
                row.getObject("id", UUID.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("actor_kind"),
                row.getString("actor_id"),
                row.getString("action"),
                row.getString("object_kind"),
                row.getString("object_id"),
                row.getString("object_name"),
                row.getObject("subject_id", UUID.class),
                row.getString("before"),
                row.getString("after"),
                row.getBytes("origin_hash"),
                row.getBytes("subject_hash"),
                row.getBytes("key_id"),
                row.getBytes("previous_hash"),
                row.getBytes("hash"));
    }

    private static @Nullable PersonalData personal(ResultSet row, String prefix)
            throws SQLException {
        byte[] salt = row.getBytes(prefix + "salt");
        return salt == null
                ? null
                : new PersonalData(
                        salt,
                        row.getObject(prefix + "user", UUID.class),
                        row.getString(prefix + "address"),
                        row.getString(prefix + "agent"),
                        row.getString(prefix + "details"));
    }
}
