package dev.promptcards.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.quota.Room;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/// Ends a run when its last item has an outcome, in the transaction that stored that outcome.
@Singleton
public class RunEnd {

    private final RunRepository runs;
    private final Clock clock;

    RunEnd(RunRepository runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    /// Completes `run`, or holds it where some outcomes are unknown, if every item has an outcome.
    public void endIfSettled(Handle handle, WorkspaceId workspace, Run run, Progress progress) {
        if (progress.settled() < run.total()) {
            return;
        }
        if (run.comparing() && mayCompare(handle, workspace, run)) {
            goOn(handle, workspace, run);
            return;
        }
        if (progress.unknown() + progress.heldComparisons() > 0) {
            if (runs.move(handle, workspace, run, new RunState.Held())) {
                RunEvents.add(
                        handle,
                        workspace,
                        run.id(),
                        "held",
                        "{\"unknown\":%d}"
                                .formatted(progress.unknown() + progress.heldComparisons()));
            }
            return;
        }
        if (complete(handle, workspace, run)) {
            forgetJudges(handle, workspace, run);
            forgetSecrets(handle, workspace, run);
            RunEvents.add(
                    handle,
                    workspace,
                    run.id(),
                    "completed",
                    "{\"passed\":%d,\"failed\":%d,\"errors\":%d}"
                            .formatted(progress.passed(), progress.failed(), progress.errors()));
        }
    }

    /// Whether a row is being compared, or can be: none of its items is left in the queue. One with
    /// an unknown outcome waits for the decision about that.
    private static boolean mayCompare(Handle handle, WorkspaceId workspace, Run run) {
        return RunRepository.bound(
                        handle.createQuery(
                                """
                                SELECT EXISTS (
                                    SELECT FROM run_items c
                                     CROSS JOIN (SELECT count(*)::int AS columns FROM run_columns
                                                  WHERE workspace_id = :workspaceId AND run_id = :runId) k
                                     WHERE c.workspace_id = :workspaceId AND c.run_id = :runId
                                       AND c.number >= :grid AND c.state <> 'unknown'
                                       AND NOT EXISTS (
                                           SELECT FROM run_items o
                                            WHERE o.workspace_id = :workspaceId AND o.run_id = :runId
                                              AND o.number BETWEEN (c.number - :grid) * k.columns
                                                  AND (c.number - :grid + 1) * k.columns - 1))
                                """),
                        workspace,
                        run.id())
                .bind("grid", run.grid())
                .mapTo(Boolean.class)
                .one();
    }

    /// A decision about what was unknown lets comparisons go on.
    private void goOn(Handle handle, WorkspaceId workspace, Run run) {
        if (run.state() instanceof RunState.Held) {
            runs.move(handle, workspace, run, new RunState.Running());
        }
    }

    /// What was in flight when a limit held the run may have been all that was left of it.
    private boolean complete(Handle handle, WorkspaceId workspace, Run run) {
        var completed = new RunState.Completed(now());
        return runs.move(handle, workspace, run, completed)
                || runs.find(handle, workspace, run.id())
                        .filter(now -> now.state() instanceof RunState.Held)
                        .filter(now -> runs.move(handle, workspace, now, completed))
                        .isPresent();
    }

    /// Holds a run whose next call a limit does not allow, and tells whether it did. What is in
    /// flight still gets its outcome; the rest waits for the limit to begin anew, or for somebody
    /// to raise it and let the run go on.
    ///
    /// @param room asked once nobody can raise the limit and let the run go on meanwhile: held by
    ///     what was read before, a run that just went on would stop again
    public boolean hold(Handle handle, WorkspaceId workspace, Run run, Supplier<Room> room) {
        runs.locked(handle, workspace, run.id());
        if (!(room.get() instanceof Room.None none)) {
            return false;
        }
        var held = new RunState.Held(Optional.of(none.limit()), none.until());
        if (runs.move(handle, workspace, run, held)) {
            RunEvents.add(
                    handle,
                    workspace,
                    run.id(),
                    "held",
                    JsonNodeFactory.instance.objectNode().put("limit", none.limit()).toString());
        }
        return true;
    }

    /// Ends a run that cannot be carried out; its items go with it.
    public void fail(Handle handle, WorkspaceId workspace, Run run, String reason) {
        if (runs.move(handle, workspace, run, new RunState.Failed(now(), reason))) {
            dropItems(handle, workspace, run);
            forgetSecrets(handle, workspace, run);
            RunEvents.add(handle, workspace, run.id(), "failed", "{}");
        }
    }

    /// Stops a run. What is in flight is paid for and still gets its outcome; the rest goes.
    public boolean cancel(Handle handle, WorkspaceId workspace, Run run) {
        if (!runs.move(handle, workspace, run, new RunState.Cancelled(now()))) {
            return false;
        }
        dropItems(handle, workspace, run);
        forgetSecrets(handle, workspace, run);
        RunEvents.add(handle, workspace, run.id(), "cancelled", "{}");
        return true;
    }

    private static void dropItems(Handle handle, WorkspaceId workspace, Run run) {
        forgetJudges(handle, workspace, run);
        RunRepository.bound(
                        handle.createUpdate(
                                """
                                DELETE FROM run_items
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                   AND state <> 'sent'
                                """),
                        workspace,
                        run.id())
                .execute();
    }

    private static void forgetJudges(Handle handle, WorkspaceId workspace, Run run) {
        RunRepository.bound(
                        handle.createUpdate(
                                """
                                DELETE FROM judge_calls
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                """),
                        workspace,
                        run.id())
                .execute();
    }

    private static void forgetSecrets(Handle handle, WorkspaceId workspace, Run run) {
        RunRepository.bound(
                        handle.createUpdate(
                                """
                                DELETE FROM run_secrets
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                """),
                        workspace,
                        run.id())
                .execute();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
