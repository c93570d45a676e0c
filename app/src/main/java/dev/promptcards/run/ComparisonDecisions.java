package dev.promptcards.run;

import dev.promptcards.queue.QueuedRun;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/// What decisions about a run mean for the comparisons of its rows. The caller has locked the run;
/// the counters are counted anew, since a comparison changes outcomes it did not make.
final class ComparisonDecisions {

    private ComparisonDecisions() {}

    /// Ends held comparisons: the executions of their rows become errors. Returns how many they
    /// were.
    static int giveUp(Handle handle, WorkspaceId workspace, Run run, RollUps rollUps) {
        var comparisons = ExecutionNumbers.heldComparisons(handle, workspace, run);
        var key = new QueuedRun(workspace, run.id());
        int columns = columns(handle, workspace, run);
        var numbers =
                comparisons.stream()
                        .map(number -> (number - run.grid()) * columns)
                        .flatMap(first -> IntStream.range(first, first + columns).boxed())
                        .toList();
        rollUps.remove(handle, key, run.createdAt(), numbers);
        int held =
                of(
                                handle.createQuery(
                                        """
                                        WITH held AS (
                                            DELETE FROM run_items
                                             WHERE workspace_id = :workspaceId AND run_id = :runId
                                               AND comparison AND state = 'unknown'
                                               AND number = ANY (:comparisons)
                                            RETURNING number - :grid AS row_number, last_error
                                        ), changed AS (
                                            UPDATE test_executions e
                                               SET outcome = 'error', score = 0,
                                                   error = 'unknown outcome: ' || h.last_error,
                                                   before_comparison = coalesce(e.before_comparison,
                                                       jsonb_build_object('outcome', e.outcome, 'score', e.score,
                                                           'reason', e.reason, 'error', e.error,
                                                           'namedScores', e.named_scores,
                                                           'verdicts', e.verdicts))
                                              FROM held h
                                             WHERE e.workspace_id = :workspaceId
                                               AND e.created_at = :createdAt AND e.run_id = :runId
                                               AND e.item_number / :columns = h.row_number
                                               AND e.outcome IN ('passed', 'failed')
                                            RETURNING e.id)
                                        SELECT count(*) FROM held
                                        """),
                                columns,
                                workspace,
                                run)
                        .bindArray("comparisons", Integer.class, comparisons)
                        .mapTo(Integer.class)
                        .one();
        rollUps.add(handle, key, run.createdAt(), numbers);
        if (held > 0) {
            Tally.heldComparisons(-held).addTo(handle, workspace, run.id());
            recount(handle, workspace, run);
        }
        return held;
    }

    /// Before errors are tried again: rows with an error are as they were before they were
    /// compared, and will be compared again. Returns how many they are.
    ///
    /// @param numbers of the executions that may be changed
    static int compareAgain(Handle handle, WorkspaceId workspace, Run run, List<Integer> numbers) {
        return of(
                        handle.createQuery(
                                """
                                WITH wrong AS (
                                    SELECT DISTINCT item_number / :columns AS row_number
                                      FROM test_executions
                                     WHERE workspace_id = :workspaceId AND created_at = :createdAt
                                       AND run_id = :runId AND outcome = 'error'
                                       AND item_number = ANY (:numbers)
                                ), restored AS (
                                    UPDATE test_executions e
                                       SET outcome = e.before_comparison ->> 'outcome',
                                           score = (e.before_comparison ->> 'score')::float8,
                                           reason = e.before_comparison ->> 'reason',
                                           error = e.before_comparison ->> 'error',
                                           named_scores = e.before_comparison -> 'namedScores',
                                           verdicts = e.before_comparison -> 'verdicts',
                                           before_comparison = NULL
                                      FROM wrong w
                                     WHERE e.workspace_id = :workspaceId AND e.created_at = :createdAt
                                       AND e.run_id = :runId AND e.item_number / :columns = w.row_number
                                       AND e.before_comparison IS NOT NULL
                                       AND e.item_number = ANY (:numbers)
                                    RETURNING w.row_number, e.case_position, e.repeat_number
                                ), again AS (
                                    INSERT INTO run_items (workspace_id, run_id, number, column_number,
                                           case_position, repeat_number, comparison)
                                    SELECT DISTINCT :workspaceId, :runId, :grid + row_number, 0,
                                           case_position, repeat_number, true
                                      FROM restored
                                    ON CONFLICT DO NOTHING
                                    RETURNING number)
                                SELECT count(*) FROM again
                                """),
                        columns(handle, workspace, run),
                        workspace,
                        run)
                .bindArray("numbers", Integer.class, numbers)
                .mapTo(Integer.class)
                .one();
    }

    /// Counts the outcomes anew.
    static void recount(Handle handle, WorkspaceId workspace, Run run) {
        RunRepository.bound(
                        handle.createUpdate(
                                """
                                UPDATE run_progress
                                   SET passed = n.passed, failed = n.failed, errors = n.errors,
                                       unknown = n.unknown
                                  FROM (SELECT count(*) FILTER (WHERE outcome = 'passed') AS passed,
                                               count(*) FILTER (WHERE outcome = 'failed') AS failed,
                                               count(*) FILTER (WHERE outcome = 'error') AS errors,
                                               count(*) FILTER (WHERE outcome = 'unknown') AS unknown
                                          FROM test_executions
                                         WHERE workspace_id = :workspaceId AND created_at = :createdAt
                                           AND run_id = :runId) n
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                """),
                        workspace,
                        run.id())
                .bind("createdAt", run.createdAt().atOffset(ZoneOffset.UTC))
                .execute();
    }

    private static int columns(Handle handle, WorkspaceId workspace, Run run) {
        return RunRepository.bound(
                        handle.createQuery(
                                """
                                SELECT count(*) FROM run_columns
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                """),
                        workspace,
                        run.id())
                .mapTo(Integer.class)
                .one();
    }

    private static <S extends SqlStatement<S>> S of(
            S statement, int columns, WorkspaceId workspace, Run run) {
        return RunRepository.bound(statement, workspace, run.id())
                .bind("createdAt", run.createdAt().atOffset(ZoneOffset.UTC))
                .bind("grid", run.grid())
                .bind("columns", columns);
    }
}
