package dev.promptcards.run;

import dev.promptcards.queue.NumberRange;
import dev.promptcards.queue.QueuedRun;
import dev.promptcards.queue.RunId;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// Turns items into executions: the item leaves the queue (or is held there as unknown) in the very
/// statement that stores its outcome, and only under its fence. So no item is lost and none settles
/// twice.
public final class Settlement {

    private static final String INSERT =
            """
            INSERT INTO test_executions (workspace_id, created_at, id, run_id, item_number,
                   column_number, case_position, case_key, repeat_number, prompt_card_id, version,
                   llm_provider, model, rendered_prompt, output, output_is_json, outcome, score,
                   reason, named_scores, verdicts, execution_time_ms, prompt_tokens,
                   completion_tokens, cost_usd, cached, finish_reason, error, sends, request_hash,
                   grading_cost_usd, grading_prompt_tokens, grading_completion_tokens, said)
            SELECT ?, ?, g.id, ?, g.number, g.column_number, g.case_position, g.case_key,
                   g.repeat_number, k.card_id, k.version, coalesce(g.kind, k.provider_kind),
                   coalesce(g.model, k.model), g.prompt,
                   g.output, g.output_is_json, g.outcome, g.score, g.reason, g.named_scores::jsonb,
                   g.verdicts::jsonb, g.execution_time_ms, g.prompt_tokens, g.completion_tokens,
                   g.cost_usd, g.cached, g.finish_reason, g.error, g.sends, g.request_hash,
                   g.grading_cost_usd, g.grading_prompt_tokens, g.grading_completion_tokens,
                   g.said::jsonb
              FROM given g
              JOIN taken t ON t.number = g.number
              JOIN run_columns k ON k.workspace_id = ? AND k.run_id = ? AND k.number = g.column_number
            RETURNING item_number
            """;

    private static final String GIVEN =
            """
            WITH given AS (
                SELECT * FROM unnest(?::int[], ?::int[], ?::uuid[], ?::int[], ?::int[], ?::text[],
                       ?::int[], ?::text[], ?::text[], ?::bool[], ?::text[], ?::float8[], ?::text[],
                       ?::text[], ?::text[], ?::int8[], ?::int[], ?::int[], ?::numeric[], ?::bool[],
                       ?::text[], ?::text[], ?::int[], ?::bytea[], ?::text[], ?::text[], ?::numeric[],
                       ?::int[], ?::int[], ?::text[])
                    AS g (number, fence, id, column_number, case_position, case_key, repeat_number,
                       prompt, output, output_is_json, outcome, score, reason, named_scores, verdicts,
                       execution_time_ms, prompt_tokens, completion_tokens, cost_usd, cached,
                       finish_reason, error, sends, request_hash, kind, model, grading_cost_usd,
                       grading_prompt_tokens, grading_completion_tokens, said)
            ), taken AS (
            """;

    private static final String LEAVES_THE_QUEUE =
            """
                DELETE FROM run_items i USING given g
                 WHERE i.workspace_id = ? AND i.run_id = ? AND i.number BETWEEN ? AND ?
                   AND i.number = g.number AND i.fence = g.fence AND i.state IN ('leased', 'sent')
                RETURNING i.number
            )
            """;

    private static final String IS_HELD =
            """
                UPDATE run_items i SET state = 'unknown', lease_until = NULL, last_error = g.error
                  FROM given g
                 WHERE i.workspace_id = ? AND i.run_id = ? AND i.number BETWEEN ? AND ?
                   AND i.number = g.number AND i.fence = g.fence AND i.state IN ('leased', 'sent')
                RETURNING i.number
            )
            """;

    private Settlement() {}

    /// Stores outcomes and takes their items off the queue; returns the numbers that were still
    /// this worker's.
    ///
    /// @param createdAt when the run was enqueued: part of every execution's key
    public static Set<Integer> settle(
            Handle handle, QueuedRun run, Instant createdAt, List<Execution> executions) {
        return store(handle, run, createdAt, executions, GIVEN + LEAVES_THE_QUEUE + INSERT);
    }

    /// Stores unknown outcomes and holds their items until somebody decides.
    public static Set<Integer> hold(
            Handle handle, QueuedRun run, Instant createdAt, List<Execution> executions) {
        return store(handle, run, createdAt, executions, GIVEN + IS_HELD + INSERT);
    }

    private static Set<Integer> store(
            Handle handle,
            QueuedRun run,
            Instant createdAt,
            List<Execution> executions,
            String sql) {
        try (var statement = handle.getConnection().prepareStatement(sql)) {
            var given = new Given(handle.getConnection(), run.run(), executions);
            int at = 1;
            for (Array column : given.columns()) {
                statement.setArray(at++, column);
            }
            UUID workspace = run.workspace().value();
            statement.setObject(at++, workspace);
            statement.setObject(at++, run.run().value());
            var range = NumberRange.of(executions, Execution::number);
            statement.setInt(at++, range.low());
            statement.setInt(at++, range.high());
            statement.setObject(at++, workspace);
            statement.setObject(at++, createdAt.atOffset(ZoneOffset.UTC));
            statement.setObject(at++, run.run().value());
            statement.setObject(at++, workspace);
            statement.setObject(at, run.run().value());
            try (var rows = statement.executeQuery()) {
                var numbers = new HashSet<Integer>();
                while (rows.next()) {
                    numbers.add(rows.getInt(1));
                }
                return numbers;
            }
        } catch (SQLException e) {
            throw new StoringFailed(e);
        }
    }

    /// The database refused a batch, or went away.
    public static final class StoringFailed extends RuntimeException {
        StoringFailed(SQLException cause) {
            super(cause);
        }
    }

    private record Given(Connection connection, RunId run, List<Execution> executions) {

        List<Array> columns() throws SQLException {
            return List.of(
                    of("int4", Execution::number),
                    of("int4", Execution::fence),
                    of("uuid", e -> run.executionId(e.number())),
                    of("int4", Execution::column),
                    of("int4", Execution::casePosition),
                    of("text", Execution::caseKey),
                    of("int4", Execution::repeat),
                    of("text", Execution::prompt),
                    of("text", Execution::output),
                    of("bool", Execution::outputIsJson),
                    of("text", e -> e.outcome().word()),
                    of("float8", Execution::score),
                    of("text", Execution::reason),
                    of("text", Execution::namedScores),
                    of("text", Execution::verdicts),
                    of("int8", Execution::executionTimeMs),
                    of("int4", Execution::promptTokens),
                    of("int4", Execution::completionTokens),
                    of("numeric", Execution::costUsd),
                    of("bool", Execution::cached),
                    of("text", Execution::finishReason),
                    of("text", Execution::error),
                    of("int4", Execution::sends),
                    bytes(),
                    of("text", e -> e.model() == null ? null : e.model().kind()),
                    of("text", e -> e.model() == null ? null : e.model().model()),
                    of("numeric", e -> e.grading().costUsd()),
                    of("int4", e -> e.grading().asked() ? e.grading().promptTokens() : null),
                    of("int4", e -> e.grading().asked() ? e.grading().completionTokens() : null),
                    of("text", Execution::said));
        }

        private Array of(String type, Function<Execution, @Nullable Object> field)
                throws SQLException {
            return connection.createArrayOf(type, executions.stream().map(field).toArray());
        }

        private Array bytes() throws SQLException {
            return connection.createArrayOf(
                    "bytea",
                    executions.stream().map(Execution::requestHash).toArray(byte[][]::new));
        }
    }
}
