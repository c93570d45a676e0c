package dev.promptcards.run;

import dev.promptcards.audit.Audit;
import dev.promptcards.problem.Problem;
import dev.promptcards.queue.QueuedRun;
import dev.promptcards.queue.RunId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

import java.time.ZoneOffset;

/// What people decide about a run that has started: stop it, settle what is unknown, try errors
/// again. Each is one transaction.
@Singleton
public class Decisions {

    private final WorkspaceTransactions transactions;
    private final RunRepository runs;
    private final RunSecrets secrets;
    private final RetryNeeds needs;
    private final RunEnd end;
    private final HeldRuns held;
    private final WorkSignal signal;
    private final Audit audit;

    Decisions(
            WorkspaceTransactions transactions,
            RunRepository runs,
            RunSecrets secrets,
            RetryNeeds needs,
            RunEnd end,
            HeldRuns held,
            WorkSignal signal,
            Audit audit) {
        this.transactions = transactions;
        this.runs = runs;
        this.secrets = secrets;
        this.needs = needs;
        this.end = end;
        this.held = held;
        this.signal = signal;
        this.audit = audit;
    }

    /// Stops a run that has not ended.
    public void cancel(WorkspaceId workspace, RunId run) {
        transactions.inWorkspace(
                workspace,
                handle -> {
                    var found = runs.locked(handle, workspace, run);
                    if (!end.cancel(handle, workspace, found)) {
                        throw new Problem.Conflict(
                                "run %d is %s; only a run that is running or held can be cancelled"
                                        .formatted(found.number(), found.state().word()));
                    }
                    audit.record(handle, workspace, RunEntries.cancelled(found));
                    return found;
                });
    }

    /// Sends the items whose outcome is unknown again; each may be charged twice and is counted so.
    /// Returns how many they are.
    public int retryUnknown(WorkspaceId workspace, RunId run) {
        int count =
                transactions.inWorkspace(
                        workspace,
                        handle -> {
                            var found = runs.locked(handle, workspace, run);
                            var rollUps = new RollUps();
                            var unknown = ExecutionNumbers.unknown(handle, workspace, found);
                            rollUps.remove(
                                    handle,
                                    new QueuedRun(workspace, run),
                                    found.createdAt(),
                                    unknown);
                            int sent =
                                    of(
                                                    handle.createUpdate(
                                                            """
                                                            DELETE FROM test_executions
                                                             WHERE workspace_id = :workspaceId
                                                               AND created_at = :createdAt
                                                               AND run_id = :runId AND outcome = 'unknown'
                                                               AND item_number = ANY (:numbers)
                                                            """),
                                                    workspace,
                                                    found)
                                            .bindArray("numbers", Integer.class, unknown)
                                            .execute();
                            // Those that were lost are asked anew; what was answered stays paid.
                            forgetLostJudges(handle, workspace, found);
                            of(
                                            handle.createUpdate(
                                                    """
                                                    UPDATE run_items
                                                       SET state = 'ready', fence = fence + 1, sends = 0, tries = 0,
                                                           not_before = '-infinity'
                                                     WHERE workspace_id = :workspaceId AND run_id = :runId
                                                       AND state = 'unknown'
                                                    """),
                                            workspace,
                                            found)
                                    .execute();
                            int compared = runs.progress(handle, workspace, run).heldComparisons();
                            resume(handle, workspace, found, "unknown_retried", sent + compared);
                            adjust(handle, workspace, found, 0, -sent, sent + compared);
                            Tally.heldComparisons(-compared).addTo(handle, workspace, run);
                            rollUps.write(handle, workspace);
                            audit.record(
                                    handle,
                                    workspace,
                                    RunEntries.resumed(found, "retry", sent + compared));
                            return sent + compared;
                        });
        signal.raise();
        return count;
    }

    /// Gives up the items whose outcome is unknown: they end as errors. Returns how many they are.
    public int failUnknown(WorkspaceId workspace, RunId run) {
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    var found = runs.locked(handle, workspace, run);
                    var rollUps = new RollUps();
                    int compared = ComparisonDecisions.giveUp(handle, workspace, found, rollUps);
                    of(
                                    handle.createUpdate(
                                            """
                                            DELETE FROM run_items
                                             WHERE workspace_id = :workspaceId AND run_id = :runId
                                               AND state = 'unknown'
                                            """),
                                    workspace,
                                    found)
                            .execute();
                    int failed = GivenUp.executions(handle, workspace, found, rollUps);
                    end.endIfSettled(
                            handle, workspace, found, runs.progress(handle, workspace, run));
                    rollUps.write(handle, workspace);
                    audit.record(
                            handle,
                            workspace,
                            RunEntries.resumed(found, "fail", failed + compared));
                    return failed + compared;
                });
    }

    /// Tries again what ended as an error. Returns how many they are.
    ///
    /// @param again a run forgets its keys when it ends: all have to be given again
    /// @throws Problem.Invalid if some are missing; then nobody is called
    public int retryErrors(WorkspaceId workspace, RunId run, RunSecrets.Content again) {
        int count =
                transactions.inWorkspace(
                        workspace,
                        handle -> {
                            var found = runs.locked(handle, workspace, run);
                            if (found.imported()) {
                                throw new Problem.Conflict(
                                        "run %d was imported: what ran elsewhere cannot be tried again here"
                                                .formatted(found.number()));
                            }
                            var key = new QueuedRun(workspace, run);
                            var rollUps = new RollUps();
                            var numbers = ExecutionNumbers.toTryAgain(handle, workspace, found);
                            rollUps.remove(handle, key, found.createdAt(), numbers);
                            int compared =
                                    ComparisonDecisions.compareAgain(
                                            handle, workspace, found, numbers);
                            int tried =
                                    of(
                                                    handle.createUpdate(
                                                            """
                                                            WITH gone AS (
                                                                DELETE FROM test_executions
                                                                 WHERE workspace_id = :workspaceId
                                                                   AND created_at = :createdAt
                                                                   AND run_id = :runId AND outcome = 'error'
                                                                   AND item_number = ANY (:numbers)
                                                                RETURNING workspace_id, run_id, item_number,
                                                                          column_number, case_position,
                                                                          repeat_number)
                                                            INSERT INTO run_items (workspace_id, run_id, number,
                                                                   column_number, case_position, repeat_number)
                                                            SELECT workspace_id, run_id, item_number, column_number,
                                                                   case_position, repeat_number
                                                              FROM gone WHERE workspace_id = :workspaceId
                                                            ON CONFLICT DO NOTHING
                                                            """),
                                                    workspace,
                                                    found)
                                            .bindArray("numbers", Integer.class, numbers)
                                            .execute();
                            int errors = tried + compared;
                            if (errors == 0) {
                                return 0;
                            }
                            if (found.state() instanceof RunState.Completed) {
                                needs.check(handle, workspace, found, again);
                                secrets.store(handle, workspace, run, again);
                            }
                            resume(handle, workspace, found, "errors_retried", errors);
                            ComparisonDecisions.recount(handle, workspace, found);
                            rollUps.add(handle, key, found.createdAt(), numbers);
                            rollUps.write(handle, workspace);
                            audit.record(handle, workspace, RunEntries.triedAgain(found, errors));
                            return errors;
                        });
        signal.raise();
        return count;
    }

    private static void forgetLostJudges(Handle handle, WorkspaceId workspace, Run run) {
        RunRepository.bound(
                        handle.createUpdate(
                                """
                                DELETE FROM judge_calls j
                                 USING run_items i
                                 WHERE j.workspace_id = :workspaceId AND j.run_id = :runId
                                   AND NOT j.answered
                                   AND i.workspace_id = :workspaceId AND i.run_id = :runId
                                   AND i.number = j.item_number AND i.state = 'unknown'
                                """),
                        workspace,
                        run.id())
                .execute();
    }

    private void resume(Handle handle, WorkspaceId workspace, Run run, String event, int items) {
        if (items == 0) {
            return;
        }
        if (!(run.state() instanceof RunState.Running)) {
            held.admit(handle, workspace, run, runs.progress(handle, workspace, run.id()), items);
        }
        if (!(run.state() instanceof RunState.Running)
                && !runs.move(handle, workspace, run, new RunState.Running())) {
            throw new Problem.Conflict(
                    "run %d is %s and cannot go on".formatted(run.number(), run.state().word()));
        }
        RunEvents.add(handle, workspace, run.id(), event, "{\"items\":%d}".formatted(items));
    }

    private static void adjust(
            Handle handle,
            WorkspaceId workspace,
            Run run,
            int errors,
            int unknown,
            int chargedTwice) {
        Tally.outcomes(0, 0, errors, unknown, chargedTwice).addTo(handle, workspace, run.id());
    }

    private static <S extends SqlStatement<S>> S of(S statement, WorkspaceId workspace, Run run) {
        return RunRepository.bound(statement, workspace, run.id())
                .bind("createdAt", run.createdAt().atOffset(ZoneOffset.UTC));
    }
}
