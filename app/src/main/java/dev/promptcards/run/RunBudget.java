package dev.promptcards.run;

import dev.promptcards.queue.QueuedRun;
import dev.promptcards.quota.Amount;
import dev.promptcards.quota.Room;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Optional;

/// What a run may cost, and what it has cost so far, judges included.
public record RunBudget(@Nullable BigDecimal budgetUsd, BigDecimal spentUsd) {

    public static RunBudget read(Handle handle, QueuedRun run) {
        return handle.createQuery(
                        """
                        SELECT r.budget_usd, p.cost_usd + p.grading_cost_usd AS spent_usd
                          FROM test_runs r
                          JOIN run_progress p ON p.workspace_id = r.workspace_id AND p.run_id = r.id
                         WHERE r.workspace_id = :workspaceId AND r.id = :runId
                        """)
                .bind("workspaceId", run.workspace().value())
                .bind("runId", run.run().value())
                .mapTo(RunBudget.class)
                .one();
    }

    /// @param unsettledUsd what has been paid and is not stored yet
    public Room room(BigDecimal unsettledUsd) {
        return budgetUsd != null && spentUsd.add(unsettledUsd).compareTo(budgetUsd) >= 0
                ? new Room.None(
                        "the run has spent its budget of " + Amount.usd(budgetUsd),
                        Optional.empty())
                : new Room.Left();
    }
}
