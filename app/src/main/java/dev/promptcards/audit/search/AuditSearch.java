package dev.promptcards.audit.search;

import dev.promptcards.http.Cursor;
import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.statement.Query;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Finds events, newest first.
@Singleton
public class AuditSearch {

    /// What a cursor of this listing belongs to, and how many parts it has.
    public static final String LISTING = "audit";

    public static final int CURSOR_PARTS = 2;

    private static final String EVENTS =
            "SELECT * FROM audit_events e WHERE e.workspace_id = :workspaceId";

    /// The people are looked up for the events that were found, and for no others.
    private static final String WITH_PEOPLE =
            """
            SELECT e.seq, e.id, e.created_at AS at,
                   e.actor_kind || CASE e.actor_id WHEN '' THEN '' ELSE ':' || e.actor_id END AS actor,
                   e.action, e.object_kind, e.object_id, e.object_name, e.subject_id, e.before, e.after,
                   o.address, o.user_agent, s.details,
                   (e.origin_hash IS NOT NULL AND o.event_id IS NULL)
                       OR (e.subject_hash IS NOT NULL AND s.event_id IS NULL) AS erased,
                   encode(e.hash, 'hex') AS hash
              FROM found e
              LEFT JOIN audit_people o
                ON o.workspace_id = :workspaceId AND o.created_at = e.created_at AND o.event_id = e.id
               AND o.role = 'origin'
              LEFT JOIN audit_people s
                ON s.workspace_id = :workspaceId AND s.created_at = e.created_at AND s.event_id = e.id
               AND s.role = 'subject'
             ORDER BY e.created_at DESC, e.id DESC
            """;

    private final WorkspaceTransactions transactions;

    AuditSearch(WorkspaceTransactions transactions) {
        this.transactions = transactions;
    }

    /// A page of the events of a chain.
    public Page<FoundEvent> page(WorkspaceId workspace, AuditFilter filter, PageRequest page) {
        var rows =
                after(workspace, filter, page.after().map(AuditSearch::place), page.rowsToRead());
        return Page.of(rows, page, event -> List.of(event.at().toString(), event.id().toString()));
    }

    /// Where a page ended.
    record Place(Instant at, UUID id) {}

    List<FoundEvent> after(
            WorkspaceId workspace, AuditFilter filter, Optional<Place> place, int rows) {
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    var query = handle.createQuery(statement(filter, place.isPresent()));
                    return bound(query, workspace, filter, place, rows)
                            .mapTo(FoundEvent.class)
                            .list();
                });
    }

    static String statement(AuditFilter filter, boolean going) {
        return "WITH found AS MATERIALIZED ("
                + EVENTS
                + (going ? " AND (e.created_at, e.id) < (:placeAt, :placeId)" : "")
                + filter.sql()
                + " ORDER BY e.created_at DESC, e.id DESC LIMIT :rows) "
                + WITH_PEOPLE;
    }

    static Query bound(
            Query query,
            WorkspaceId workspace,
            AuditFilter filter,
            Optional<Place> place,
            int rows) {
        place.ifPresent(it -> query.bind("placeAt", it.at()).bind("placeId", it.id()));
        filter.bind(query);
        return query.bind("workspaceId", workspace).bind("rows", rows);
    }

    private static Place place(Cursor cursor) {
        try {
            return new Place(
                    Instant.parse(cursor.key().getFirst()), UUID.fromString(cursor.key().get(1)));
        } catch (DateTimeParseException | IllegalArgumentException _) {
            throw Cursor.broken();
        }
    }
}
