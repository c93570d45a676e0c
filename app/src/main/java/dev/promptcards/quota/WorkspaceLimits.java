package dev.promptcards.quota;

import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// What a workspace may use; a limit that is null is none. Days and months are those of UTC.
///
/// @param runsInFlight runs in the state `running`
/// @param executionsPerDay test executions, those answered from the cache among them
/// @param spendPerMonthUsd what answers and judges cost
/// @param storedBytes what its content takes, see [StoredBytes]
public record WorkspaceLimits(
        @Nullable Integer runsInFlight,
        @Nullable Long executionsPerDay,
        @Nullable BigDecimal spendPerMonthUsd,
        @Nullable Long storedBytes) {

    static final WorkspaceLimits NONE = new WorkspaceLimits(null, null, null, null);

    /// Locks the limits until the transaction ends; false where the workspace has none.
    static boolean lock(Handle handle, WorkspaceId workspace) {
        return handle.createQuery(
                        """
                        SELECT true FROM workspace_limits
                         WHERE workspace_id = :workspaceId FOR NO KEY UPDATE
                        """)
                .bind("workspaceId", workspace.value())
                .mapTo(Boolean.class)
                .findOne()
                .isPresent();
    }

    static WorkspaceLimits read(Handle handle, WorkspaceId workspace) {
        return handle.createQuery(
                        """
                        SELECT runs_in_flight, executions_per_day, spend_per_month_usd, stored_bytes
                          FROM workspace_limits WHERE workspace_id = :workspaceId
                        """)
                .bind("workspaceId", workspace.value())
                .mapTo(WorkspaceLimits.class)
                .findOne()
                .orElse(NONE);
    }

    void write(Handle handle, WorkspaceId workspace) {
        handle.createUpdate(
                        """
                        INSERT INTO workspace_limits (workspace_id, runs_in_flight, executions_per_day,
                               spend_per_month_usd, stored_bytes)
                        VALUES (:workspaceId, :runsInFlight, :executionsPerDay, :spendPerMonthUsd,
                               :storedBytes)
                        ON CONFLICT (workspace_id)
                        DO UPDATE SET runs_in_flight = excluded.runs_in_flight,
                               executions_per_day = excluded.executions_per_day,
                               spend_per_month_usd = excluded.spend_per_month_usd,
                               stored_bytes = excluded.stored_bytes, updated_at = now()
                        """)
                .bind("workspaceId", workspace.value())
                .bindMethods(this)
                .execute();
    }
}
