package dev.promptcards.run;

import dev.promptcards.http.Between;
import dev.promptcards.http.Cursor;
import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.http.Searching;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Finds executions of a workspace, newest first, by reading them in that order: no index of what
/// models say slows their storing down. Each time it reads so many and no more, and says where to
/// go on ([0025](../../../../../../../docs/adr/0025-finding-cards.md)).
@Singleton
class ExecutionSearch {

    /// How many executions are looked at for a page.
    static final int LOOKED_AT = 5_000;

    private static final String AT =
            """
            SELECT e.* FROM test_executions e WHERE e.workspace_id = :workspaceId
            """;
    private static final String BEHIND = " AND (e.created_at, e.id) < (:placeAt, :placeId)";
    private static final String ORDER = " ORDER BY e.created_at DESC, e.id DESC";

    private final Searching searching;
    private final ExecutionRepository executions;

    ExecutionSearch(Searching searching, ExecutionRepository executions) {
        this.searching = searching;
        this.executions = executions;
    }

    /// Where an execution stands in the order.
    record Key(Instant createdAt, UUID id) {

        static Key of(Cursor cursor) {
            try {
                return new Key(
                        Between.time(cursor.key().getFirst()).orElseThrow(Cursor::broken),
                        UUID.fromString(cursor.key().get(1)));
            } catch (IllegalArgumentException _) {
                throw Cursor.broken();
            }
        }

        String cursor(PageRequest request) {
            return new Cursor(request.listing(), List.of(createdAt.toString(), id.toString()))
                    .encoded();
        }
    }

    /// What was found among the next 5,000. There may be less than a page, or nothing, and more
    /// behind it all the same: `next` says so.
    Page<ExecutionView> page(WorkspaceId workspace, ExecutionFilter filter, PageRequest request) {
        return searching.in(
                workspace,
                handle -> {
                    var place = request.after().map(Key::of);
                    var keys = keys(handle, workspace, filter, place, request.rowsToRead());
                    boolean full = keys.size() > request.limit();
                    var shown = full ? keys.subList(0, request.limit()) : keys;
                    var goOn =
                            full
                                    ? Optional.of(shown.getLast())
                                    : lookedAtLast(handle, workspace, filter, place);
                    return new Page<>(
                            executions.these(handle, workspace, shown),
                            goOn.map(it -> it.cursor(request)).orElse(null));
                });
    }

    private static List<Key> keys(
            Handle handle,
            WorkspaceId workspace,
            ExecutionFilter filter,
            Optional<Key> place,
            int rows) {
        var query = handle.createQuery(found(filter, place.isPresent()));
        filter.bind(query);
        return placed(query, workspace, place).bind("rows", rows).mapTo(Key.class).list();
    }

    /// The statement that looks at executions in order, and takes those that are wanted.
    static String found(ExecutionFilter filter, boolean going) {
        return "SELECT e.created_at, e.id FROM ("
                + AT
                + (going ? BEHIND : "")
                + filter.createdSql()
                + ORDER
                + " LIMIT :lookedAt) e WHERE true"
                + filter.sql()
                + ORDER
                + " LIMIT :rows";
    }

    /// The last execution that was looked at, if that was not the last there is.
    private static Optional<Key> lookedAtLast(
            Handle handle, WorkspaceId workspace, ExecutionFilter filter, Optional<Key> place) {
        var query =
                handle.createQuery(
                        AT.replace("e.*", "e.created_at, e.id")
                                + (place.isPresent() ? BEHIND : "")
                                + filter.createdSql()
                                + ORDER
                                + " OFFSET :lookedAt - 1 LIMIT 1");
        filter.bindCreated(query);
        return placed(query, workspace, place).mapTo(Key.class).findOne();
    }

    static Query placed(Query query, WorkspaceId workspace, Optional<Key> place) {
        place.ifPresent(it -> query.bind("placeAt", it.createdAt()).bind("placeId", it.id()));
        return query.bind("workspaceId", workspace).bind("lookedAt", LOOKED_AT);
    }
}
