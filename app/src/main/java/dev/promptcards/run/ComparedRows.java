package dev.promptcards.run;

import dev.promptcards.queue.NumberRange;
import dev.promptcards.queue.QueuedRun;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// The statements of comparisons: they read the executions of a row, and change them under the
/// fence of the item that compares.
public final class ComparedRows {

    /// An execution to be compared, as it was graded by itself.
    ///
    /// @param current its outcome now: another than `outcome` where the row was compared before
    public record Row(
            int number,
            Outcome current,
            Outcome outcome,
            double score,
            @Nullable String reason,
            @Nullable String error,
            String namedScores,
            String verdicts,
            @Nullable String output,
            boolean outputIsJson) {}

    private ComparedRows() {}

    /// The executions of the items in `range`, by their number.
    public static List<Row> read(
            Handle handle, QueuedRun run, Instant createdAt, NumberRange range) {
        return handle.createQuery(
                        """
                        SELECT item_number, outcome, before_comparison ->> 'outcome' AS before_outcome,
                               coalesce((before_comparison ->> 'score')::float8, score) AS score,
                               CASE WHEN before_comparison IS NULL THEN reason
                                    ELSE before_comparison ->> 'reason' END AS reason,
                               CASE WHEN before_comparison IS NULL THEN error
                                    ELSE before_comparison ->> 'error' END AS error,
                               coalesce(before_comparison -> 'namedScores', named_scores)::text AS named_scores,
                               coalesce(before_comparison -> 'verdicts', verdicts)::text AS verdicts,
                               output, output_is_json
                          FROM test_executions
                         WHERE workspace_id = :workspaceId AND created_at = :createdAt
                           AND run_id = :runId AND item_number BETWEEN :low AND :high
                         ORDER BY item_number
                        """)
                .bind("workspaceId", run.workspace().value())
                .bind("createdAt", createdAt.atOffset(ZoneOffset.UTC))
                .bind("runId", run.run().value())
                .bind("low", range.low())
                .bind("high", range.high())
                .map(
                        (row, _) -> {
                            var current = Outcome.of(row.getString("outcome"));
                            var before = row.getString("before_outcome");
                            return new Row(
                                    row.getInt("item_number"),
                                    current,
                                    before == null ? current : Outcome.of(before),
                                    row.getDouble("score"),
                                    row.getString("reason"),
                                    row.getString("error"),
                                    row.getString("named_scores"),
                                    row.getString("verdicts"),
                                    row.getString("output"),
                                    row.getBoolean("output_is_json"));
                        })
                .list();
    }

    /// Takes the comparison off the queue and changes the executions of its row; tells whether it
    /// was still this worker's. What they were by themselves is kept beside.
    public static boolean settle(
            Handle handle,
            QueuedRun run,
            Instant createdAt,
            Comparison comparison,
            RollUps rollUps) {
        if (!leaves(handle, run, comparison)) {
            return false;
        }
        var changed = comparison.changes().stream().map(Comparison.Change::number).toList();
        rollUps.remove(handle, run, createdAt, changed);
        change(handle, run, createdAt, comparison);
        rollUps.add(handle, run, createdAt, changed);
        return true;
    }

    private static void change(
            Handle handle, QueuedRun run, Instant createdAt, Comparison comparison) {
        var sql =
                """
                UPDATE test_executions e
                   SET outcome = g.outcome, score = g.score, reason = g.reason, error = g.error,
                       named_scores = g.named_scores::jsonb, verdicts = g.verdicts::jsonb,
                       grading_cost_usd = CASE WHEN g.cost IS NULL THEN e.grading_cost_usd
                                               ELSE coalesce(e.grading_cost_usd, 0) + g.cost END,
                       grading_prompt_tokens = CASE WHEN g.prompt IS NULL THEN e.grading_prompt_tokens
                                                    ELSE coalesce(e.grading_prompt_tokens, 0) + g.prompt END,
                       grading_completion_tokens =
                           CASE WHEN g.completion IS NULL THEN e.grading_completion_tokens
                                ELSE coalesce(e.grading_completion_tokens, 0) + g.completion END,
                       before_comparison = coalesce(e.before_comparison, jsonb_build_object(
                           'outcome', e.outcome, 'score', e.score, 'reason', e.reason, 'error', e.error,
                           'namedScores', e.named_scores, 'verdicts', e.verdicts))
                  FROM unnest(?::int[], ?::text[], ?::float8[], ?::text[], ?::text[], ?::text[], ?::text[],
                              ?::numeric[], ?::int[], ?::int[])
                       AS g (number, outcome, score, reason, error, named_scores, verdicts, cost, prompt,
                             completion)
                 WHERE e.workspace_id = ? AND e.created_at = ? AND e.run_id = ?
                   AND e.item_number = g.number
                """;
        try (var statement = handle.getConnection().prepareStatement(sql)) {
            int at = 1;
            for (var column : new ComparisonColumns(handle.getConnection(), comparison).arrays()) {
                statement.setArray(at++, column);
            }
            statement.setObject(at++, run.workspace().value());
            statement.setObject(at++, createdAt.atOffset(ZoneOffset.UTC));
            statement.setObject(at, run.run().value());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new Settlement.StoringFailed(e);
        }
    }

    /// Holds a comparison whose judge's answer is lost, until somebody decides.
    public static boolean hold(Handle handle, QueuedRun run, int number, int fence, String what) {
        return handle.createUpdate(
                                """
                                UPDATE run_items
                                   SET state = 'unknown', lease_until = NULL, last_error = :what
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                   AND number = :number AND fence = :fence AND state = 'leased'
                                """)
                        .bind("workspaceId", run.workspace().value())
                        .bind("runId", run.run().value())
                        .bind("number", number)
                        .bind("fence", fence)
                        .bind("what", what)
                        .execute()
                == 1;
    }

    private static boolean leaves(Handle handle, QueuedRun run, Comparison comparison) {
        return handle.createUpdate(
                                """
                                DELETE FROM run_items
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                   AND number = :number AND fence = :fence AND state = 'leased'
                                """)
                        .bind("workspaceId", run.workspace().value())
                        .bind("runId", run.run().value())
                        .bind("number", comparison.number())
                        .bind("fence", comparison.fence())
                        .execute()
                == 1;
    }
}
