package dev.promptcards.quota;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Instant;

/// How much a workspace's content takes: texts, answers and verdicts as PostgreSQL stores them
/// (compressed where it compresses), without what rows and indexes take besides. It is measured,
/// not counted: when somebody asks and the last measure is older than five minutes. So results cost
/// nothing extra to store, what was deleted is given back, and a workspace can pass its limit by
/// what is added in five minutes. Who reads the limits of a small workspace gets a measure of now.
@Singleton
public final class StoredBytes {

    /// @param at when it was measured
    record Measure(long bytes, Instant at) {}

    /// Above this, reading the sizes takes long enough to spare it for five minutes.
    private static final long LARGE = 16L << 20;

    private final WorkspaceTransactions transactions;

    StoredBytes(WorkspaceTransactions transactions) {
        this.transactions = transactions;
    }

    /// Refuses to add anything to a workspace that is full (409).
    public void requireRoom(WorkspaceId workspace) {
        transactions.inWorkspace(
                workspace,
                handle -> {
                    requireRoom(handle, workspace);
                    return workspace;
                });
    }

    /// The same in a short transaction of the caller's: others that measure wait for its end.
    public void requireRoom(Handle handle, WorkspaceId workspace) {
        Long limit = WorkspaceLimits.read(handle, workspace).storedBytes();
        if (limit == null) {
            return;
        }
        long bytes = current(handle, workspace, 0).bytes();
        if (bytes >= limit) {
            throw new Problem.Conflict(
                    "The workspace holds %,d bytes, and its limit is %,d (storedBytes). Have the limit raised: PATCH …/limits."
                            .formatted(bytes, limit));
        }
    }

    /// Refuses `more` bytes that do not fit beside the last measure (409). It locks nothing: for
    /// the long transaction that is about to store them.
    public void requireRoom(Handle handle, WorkspaceId workspace, long more) {
        Long limit = WorkspaceLimits.read(handle, workspace).storedBytes();
        if (limit == null) {
            return;
        }
        long bytes =
                handle.createQuery(
                                """
                                SELECT coalesce(max(stored_bytes), 0) FROM workspace_storage
                                 WHERE workspace_id = :workspaceId
                                """)
                        .bind("workspaceId", workspace.value())
                        .mapTo(Long.class)
                        .one();
        if (bytes + more > limit) {
            throw new Problem.Conflict(
                    "The workspace holds %,d bytes, %,d would be added, and its limit is %,d (storedBytes). Have the limit raised: PATCH …/limits."
                            .formatted(bytes, more, limit));
        }
    }

    Measure of(WorkspaceId workspace) {
        return transactions.inWorkspace(workspace, handle -> current(handle, workspace, LARGE));
    }

    /// @param from a measure of at least so many bytes is good for five minutes
    private static Measure current(Handle handle, WorkspaceId workspace, long from) {
        return handle.createQuery(
                        """
                        SELECT stored_bytes AS bytes, measured_at AS at FROM workspace_storage
                         WHERE workspace_id = :workspaceId
                           AND measured_at > statement_timestamp() - interval '5 minutes'
                           AND stored_bytes >= :from
                        """)
                .bind("from", from)
                .bind("workspaceId", workspace.value())
                .mapTo(Measure.class)
                .findOne()
                .orElseGet(() -> measured(handle, workspace));
    }

    /// The size of a value that lies outside its row is known without reading it.
    private static Measure measured(Handle handle, WorkspaceId workspace) {
        return handle.createQuery(
                        """
                        INSERT INTO workspace_storage (workspace_id, stored_bytes, measured_at)
                        SELECT :workspaceId, coalesce(sum(bytes), 0), statement_timestamp()
                          FROM (SELECT sum(coalesce(pg_column_size(template), 0)
                                           + coalesce(pg_column_size(messages), 0)
                                           + pg_column_size(variables) + pg_column_size(settings)) AS bytes
                                  FROM card_versions WHERE workspace_id = :workspaceId
                                UNION ALL
                                SELECT sum(pg_column_size(vars) + pg_column_size(assertions)
                                           + pg_column_size(options) + pg_column_size(metadata)
                                           + pg_column_size(overrides))
                                  FROM test_cases WHERE workspace_id = :workspaceId
                                UNION ALL
                                SELECT sum(coalesce(pg_column_size(rendered_prompt), 0)
                                           + coalesce(pg_column_size(error), 0)
                                           + coalesce(pg_column_size(output), 0)
                                           + coalesce(pg_column_size(said), 0)
                                           + coalesce(pg_column_size(reason), 0)
                                           + pg_column_size(verdicts) + pg_column_size(named_scores))
                                  FROM test_executions WHERE workspace_id = :workspaceId
                                UNION ALL
                                SELECT sum(pg_column_size(body))
                                  FROM provider_responses WHERE workspace_id = :workspaceId) s
                        ON CONFLICT (workspace_id)
                        DO UPDATE SET stored_bytes = excluded.stored_bytes,
                                      measured_at = excluded.measured_at
                        RETURNING stored_bytes AS bytes, measured_at AS at
                        """)
                .bind("workspaceId", workspace.value())
                .mapTo(Measure.class)
                .one();
    }
}
