package dev.promptcards.run;

import dev.promptcards.queue.QueuedRun;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.time.ZoneOffset;

/// What giving up the items of unknown outcome makes of their executions.
final class GivenUp {

    private GivenUp() {}

    /// Turns unknown executions into errors, and counts what is known to have been paid for them:
    /// an answer, and judges, before the one whose answer was lost. Returns how many they are.
    static int executions(Handle handle, WorkspaceId workspace, Run run, RollUps rollUps) {
        var key = new QueuedRun(workspace, run.id());
        var numbers = ExecutionNumbers.unknown(handle, workspace, run);
        rollUps.remove(handle, key, run.createdAt(), numbers);
        var tally =
                RunRepository.bound(
                                handle.createQuery(
                                        """
                                        WITH given AS (
                                            UPDATE test_executions SET outcome = 'error'
                                             WHERE workspace_id = :workspaceId AND created_at = :createdAt
                                               AND run_id = :runId AND outcome = 'unknown'
                                               AND item_number = ANY (:numbers)
                                            RETURNING *)
                                        SELECT count(*) AS errors,
                                               count(*) FILTER (WHERE cached) AS cached,
                                               count(*) FILTER (WHERE NOT cached AND output IS NOT NULL
                                                   AND cost_usd IS NULL) AS unpriced,
                                               coalesce(sum(cost_usd) FILTER (WHERE NOT cached), 0) AS cost,
                                               coalesce(sum(prompt_tokens) FILTER (WHERE NOT cached), 0)
                                                   AS prompt,
                                               coalesce(sum(completion_tokens) FILTER (WHERE NOT cached), 0)
                                                   AS completion,
                                               coalesce(sum(grading_cost_usd), 0) AS grading_cost,
                                               count(*) FILTER (WHERE grading_prompt_tokens IS NOT NULL
                                                   AND grading_cost_usd IS NULL) AS grading_unpriced,
                                               coalesce(sum(grading_prompt_tokens), 0) AS grading_prompt,
                                               coalesce(sum(grading_completion_tokens), 0)
                                                   AS grading_completion
                                          FROM given WHERE workspace_id = :workspaceId
                                        """),
                                workspace,
                                run.id())
                        .bind("createdAt", run.createdAt().atOffset(ZoneOffset.UTC))
                        .bindArray("numbers", Integer.class, numbers)
                        .map(
                                (row, _) ->
                                        new Tally(
                                                0,
                                                0,
                                                row.getInt("errors"),
                                                -row.getInt("errors"),
                                                row.getInt("cached"),
                                                0,
                                                row.getInt("unpriced"),
                                                row.getBigDecimal("cost"),
                                                row.getLong("prompt"),
                                                row.getLong("completion"),
                                                row.getBigDecimal("grading_cost"),
                                                row.getInt("grading_unpriced"),
                                                row.getLong("grading_prompt"),
                                                row.getLong("grading_completion"),
                                                0))
                        .one();
        tally.addTo(handle, workspace, run.id());
        tally.use(0).addTo(handle, workspace);
        rollUps.add(handle, key, run.createdAt(), numbers);
        return tally.errors();
    }
}
