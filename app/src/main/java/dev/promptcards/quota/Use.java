package dev.promptcards.quota;

import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.math.BigDecimal;

/// What a batch of results has used. It is added in the transaction that stores them: what is
/// stored is counted, once, whatever happens to a process.
///
/// @param executions that got an outcome
/// @param costUsd of their answers, as far as prices are known
/// @param gradingCostUsd of their judges
/// @param unpriced answers, of judges too, whose price is not known
public record Use(long executions, BigDecimal costUsd, BigDecimal gradingCostUsd, long unpriced) {

    public static final Use NONE = new Use(0, BigDecimal.ZERO, BigDecimal.ZERO, 0);

    public Use plus(Use other) {
        return new Use(
                executions + other.executions,
                costUsd.add(other.costUsd),
                gradingCostUsd.add(other.gradingCostUsd),
                unpriced + other.unpriced);
    }

    /// Adds this to the day of the transaction, which is the day its executions are stored under
    /// (`finished_at`). All results of a workspace meet in this row: add to it last, so that it is
    /// held for the commit and no longer.
    public void addTo(Handle handle, WorkspaceId workspace) {
        if (equals(NONE)) {
            return;
        }
        handle.createUpdate(
                        """
                        INSERT INTO workspace_use (workspace_id, day, executions, cost_usd,
                               grading_cost_usd, unpriced)
                        VALUES (:workspaceId, (now() AT TIME ZONE 'UTC')::date, :executions, :costUsd,
                               :gradingCostUsd, :unpriced)
                        ON CONFLICT (workspace_id, day)
                        DO UPDATE SET executions = workspace_use.executions + excluded.executions,
                               cost_usd = workspace_use.cost_usd + excluded.cost_usd,
                               grading_cost_usd = workspace_use.grading_cost_usd
                                   + excluded.grading_cost_usd,
                               unpriced = workspace_use.unpriced + excluded.unpriced
                        """)
                .bind("workspaceId", workspace.value())
                .bindMethods(this)
                .execute();
    }
}
