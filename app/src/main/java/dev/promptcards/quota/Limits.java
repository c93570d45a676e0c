package dev.promptcards.quota;

import dev.promptcards.audit.Audit;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The limits of workspaces: reads and changes them, lets things begin, and says when to stop.
@Singleton
public final class Limits {

    private static final Commitments NOTHING =
            new Commitments(0, 0, BigDecimal.ZERO, Duration.ZERO);

    private final WorkspaceTransactions transactions;
    private final Underway underway;
    private final Audit audit;

    Limits(WorkspaceTransactions transactions, Underway underway, Audit audit) {
        this.transactions = transactions;
        this.underway = underway;
        this.audit = audit;
    }

    /// Lets `wanted` begin in the caller's transaction, or refuses with 429. Of many that ask at
    /// once each waits for the one before it to commit.
    public void admit(Handle handle, WorkspaceId workspace, Wanted wanted) {
        if (!WorkspaceLimits.lock(handle, workspace)) {
            return;
        }
        // A statement of its own: it sees what those before have committed.
        var standing = read(handle, workspace);
        standing.refusal(wanted)
                .ifPresent(
                        refusal -> {
                            throw new Problem.TooMany(
                                    refusal.reason(),
                                    refusal.retryAfter(),
                                    RateLimitFields.of(standing));
                        });
    }

    /// Whether the workspace has room for one more call that bills. Cheap: it is asked before each
    /// batch of calls.
    ///
    /// @param unsettledUsd what has been paid and is not stored yet
    public Room room(Handle handle, WorkspaceId workspace, BigDecimal unsettledUsd) {
        return used(handle, workspace, NOTHING).room(unsettledUsd);
    }

    /// The headers that tell a client how much is left; none where the workspace has no limits.
    public Map<String, String> fields(WorkspaceId workspace) {
        return transactions.inWorkspace(
                workspace, handle -> RateLimitFields.of(read(handle, workspace)));
    }

    Standing standing(WorkspaceId workspace) {
        return transactions.inWorkspace(workspace, handle -> read(handle, workspace));
    }

    /// Changes the limits; starts that come meanwhile wait.
    void change(WorkspaceId workspace, UnaryOperator<WorkspaceLimits> change) {
        transactions.inWorkspace(
                workspace,
                handle -> {
                    WorkspaceLimits.lock(handle, workspace);
                    var before = WorkspaceLimits.read(handle, workspace);
                    var after = change.apply(before);
                    after.write(handle, workspace);
                    if (!after.equals(before)) {
                        audit.record(
                                handle, workspace, LimitEntries.updated(workspace, before, after));
                    }
                    return after;
                });
    }

    private Standing read(Handle handle, WorkspaceId workspace) {
        return used(handle, workspace, underway.in(handle, workspace));
    }

    private static Standing used(Handle handle, WorkspaceId workspace, Commitments commitments) {
        return handle.createQuery(
                        """
                        SELECT l.runs_in_flight, l.executions_per_day, l.spend_per_month_usd,
                               l.stored_bytes, u.executions, u.spent, u.unpriced, u.now
                          FROM (SELECT coalesce(sum(executions) FILTER (WHERE day = today), 0) AS executions,
                                       coalesce(sum(cost_usd + grading_cost_usd), 0) AS spent,
                                       coalesce(sum(unpriced), 0) AS unpriced, now() AS now
                                  FROM (SELECT (now() AT TIME ZONE 'UTC')::date AS today) d
                                  LEFT JOIN workspace_use w
                                    ON w.workspace_id = :workspaceId
                                   AND w.day >= date_trunc('month', today)::date) u
                          LEFT JOIN workspace_limits l ON l.workspace_id = :workspaceId
                        """)
                .bind("workspaceId", workspace.value())
                .map((row, _) -> standing(row, commitments))
                .one();
    }

    private static Standing standing(ResultSet row, Commitments commitments) throws SQLException {
        return new Standing(
                new WorkspaceLimits(
                        row.getObject("runs_in_flight", Integer.class),
                        row.getObject("executions_per_day", Long.class),
                        row.getBigDecimal("spend_per_month_usd"),
                        row.getObject("stored_bytes", Long.class)),
                row.getLong("executions"),
                row.getBigDecimal("spent"),
                row.getLong("unpriced"),
                commitments,
                row.getObject("now", OffsetDateTime.class).toInstant());
    }
}
