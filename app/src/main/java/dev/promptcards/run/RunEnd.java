package dev.promptcards.run;

import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

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
        if (progress.unknown() > 0) {
            if (runs.move(handle, workspace, run, new RunState.Held())) {
                RunEvents.add(
                        handle,
                        workspace,
                        run.id(),
                        "held",
                        "{\"unknown\":%d}".formatted(progress.unknown()));
            }
            return;
        }
        if (runs.move(handle, workspace, run, new RunState.Completed(now()))) {
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
