package dev.promptcards.run;

import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.time.ZoneOffset;
import java.util.List;

/// Which executions of a run a decision is about. It is taken once and named in every statement
/// that follows: a worker may store more of them meanwhile.
final class ExecutionNumbers {

    private ExecutionNumbers() {}

    /// Items whose outcome is unknown.
    static List<Integer> unknown(Handle handle, WorkspaceId workspace, Run run) {
        return of(
                handle,
                workspace,
                run,
                """
                SELECT item_number FROM test_executions
                 WHERE workspace_id = :workspaceId AND created_at = :createdAt AND run_id = :runId
                   AND outcome = 'unknown'
                """);
    }

    /// Items that ended as errors, and those whose outcome a comparison has changed.
    static List<Integer> toTryAgain(Handle handle, WorkspaceId workspace, Run run) {
        return of(
                handle,
                workspace,
                run,
                """
                SELECT item_number FROM test_executions
                 WHERE workspace_id = :workspaceId AND created_at = :createdAt AND run_id = :runId
                   AND (outcome = 'error' OR before_comparison IS NOT NULL)
                """);
    }

    /// Items that compare and are held; they are locked.
    static List<Integer> heldComparisons(Handle handle, WorkspaceId workspace, Run run) {
        return of(
                handle,
                workspace,
                run,
                """
                SELECT number FROM run_items
                 WHERE workspace_id = :workspaceId AND run_id = :runId
                   AND comparison AND state = 'unknown'
                 ORDER BY number FOR UPDATE
                """);
    }

    private static List<Integer> of(
            Handle handle, WorkspaceId workspace, Run run, String statement) {
        return RunRepository.bound(handle.createQuery(statement), workspace, run.id())
                .bind("createdAt", run.createdAt().atOffset(ZoneOffset.UTC))
                .mapTo(Integer.class)
                .list();
    }
}
