package dev.promptcards.run;

import dev.promptcards.problem.Problem;
import dev.promptcards.queue.RunId;
import dev.promptcards.quota.Limits;
import dev.promptcards.quota.Wanted;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Lets runs go on that have stopped: within the limits, as if what they have yet to do began
/// anew.
@Singleton
public class HeldRuns {

    private final WorkspaceTransactions transactions;
    private final RunRepository runs;
    private final RunEnd end;
    private final Limits limits;
    private final WorkSignal signal;

    HeldRuns(
            WorkspaceTransactions transactions,
            RunRepository runs,
            RunEnd end,
            Limits limits,
            WorkSignal signal) {
        this.transactions = transactions;
        this.runs = runs;
        this.end = end;
        this.limits = limits;
        this.signal = signal;
    }

    /// Lets a run go on that a limit has held. Returns how many items it has yet to settle.
    int goOn(WorkspaceId workspace, RunId run) {
        int items =
                transactions.inWorkspace(
                        workspace,
                        handle -> {
                            var found = runs.locked(handle, workspace, run);
                            if (!(found.state() instanceof RunState.Held held)
                                    || held.limit().isEmpty()) {
                                throw new Problem.Invalid("unknown: must be 'retry' or 'fail'");
                            }
                            var progress = runs.progress(handle, workspace, run);
                            admit(handle, workspace, found, progress, 0);
                            runs.move(handle, workspace, found, new RunState.Running());
                            RunEvents.add(handle, workspace, run, "resumed", "{}");
                            // There may be nothing left but unknown outcomes.
                            end.endIfSettled(
                                    handle,
                                    workspace,
                                    runs.find(handle, workspace, run).orElseThrow(),
                                    progress);
                            return found.total() - progress.settled();
                        });
        signal.raise();
        return items;
    }

    /// Gives a run that was started with a budget another one.
    void raiseBudget(WorkspaceId workspace, RunId run, BigDecimal usd) {
        RunRequest.budget(usd);
        int changed =
                transactions.inWorkspace(
                        workspace,
                        handle ->
                                RunRepository.bound(
                                                handle.createUpdate(
                                                        """
                                                        UPDATE test_runs SET budget_usd = :budget
                                                         WHERE workspace_id = :workspaceId AND id = :runId
                                                           AND budget_usd IS NOT NULL
                                                        """),
                                                workspace,
                                                run)
                                        .bind("budget", usd)
                                        .execute());
        if (changed == 0) {
            throw new Problem.Invalid(
                    "budgetUsd: the run was started without a budget, so none can be raised");
        }
    }

    /// Lets a run that does not run take up its unsettled items, and `again` besides, or refuses.
    void admit(Handle handle, WorkspaceId workspace, Run run, Progress progress, int again) {
        int items = Math.max(0, run.total() - progress.settled()) + again;
        var share =
                run.estimate()
                        .costUsd()
                        .multiply(BigDecimal.valueOf(items))
                        .divide(
                                BigDecimal.valueOf(Math.max(1, run.total())),
                                10,
                                RoundingMode.HALF_UP);
        limits.admit(
                handle,
                workspace,
                new Wanted(
                        items,
                        new Estimate(share, 0).within(run.budgetUsd()),
                        !run.estimate().isFree()));
    }
}
