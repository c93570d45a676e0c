package dev.promptcards.queue;

import org.jdbi.v3.core.Handle;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The statements about what leaves for judges while an item is graded. The intent is committed
/// before anything leaves; an intent without an answer, found by the next worker, is a lost
/// outcome.
///
/// Each method takes a handle whose transaction is bound to the workspace.
public final class JudgeCalls {

    /// A question of an item to a judge; `requestHash` finds its answer again.
    public record Call(int number, int fence, byte[] requestHash) {}

    /// What was written of intents.
    ///
    /// @param items those that were still this worker's
    /// @param again how many of the calls had left before without an answer
    public record Intents(Set<Integer> items, int again) {}

    private static final String GIVEN =
            " AND (item_number, request_hash) IN (SELECT * FROM unnest(?::int[], ?::bytea[]))";

    private JudgeCalls() {}

    /// Records the intent to ask. The item is locked against a change of its fence meanwhile: who
    /// takes it over finds this intent.
    public static Intents sent(Handle handle, QueuedRun run, List<Call> calls) {
        var sql =
                """
                WITH ours AS (
                    SELECT i.number, g.hash
                      FROM unnest(?::int[], ?::int[], ?::bytea[]) AS g (number, fence, hash)
                      JOIN run_items i
                        ON i.workspace_id = ? AND i.run_id = ? AND i.number BETWEEN ? AND ?
                       AND i.number = g.number AND i.fence = g.fence AND i.state IN ('leased', 'sent')
                       FOR SHARE OF i)
                INSERT INTO judge_calls (workspace_id, run_id, item_number, request_hash)
                SELECT ?, ?, number, hash FROM ours
                ON CONFLICT (workspace_id, run_id, item_number, request_hash)
                DO UPDATE SET sends = judge_calls.sends + 1, answered = false,
                              sent_at = statement_timestamp()
                RETURNING item_number, sends
                """;
        try (var statement = handle.getConnection().prepareStatement(sql)) {
            var connection = handle.getConnection();
            statement.setArray(
                    1,
                    connection.createArrayOf("int4", calls.stream().map(Call::number).toArray()));
            statement.setArray(
                    2, connection.createArrayOf("int4", calls.stream().map(Call::fence).toArray()));
            statement.setArray(3, connection.createArrayOf("bytea", hashes(calls)));
            statement.setObject(4, run.workspace().value());
            statement.setObject(5, run.run().value());
            var range = NumberRange.of(calls, Call::number);
            statement.setInt(6, range.low());
            statement.setInt(7, range.high());
            statement.setObject(8, run.workspace().value());
            statement.setObject(9, run.run().value());
            var items = new HashSet<Integer>();
            int again = 0;
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    items.add(rows.getInt(1));
                    again += rows.getInt(2) > 1 ? 1 : 0;
                }
            }
            return new Intents(items, again);
        } catch (SQLException e) {
            throw new IllegalStateException("recording intents to ask judges failed", e);
        }
    }

    /// The answers are stored, in this very transaction. That they were paid for by these items
    /// stays known until the items settle.
    public static void answered(Handle handle, QueuedRun run, List<Call> calls) {
        change(
                handle,
                run,
                calls,
                "UPDATE judge_calls SET answered = true WHERE workspace_id = ? AND run_id = ?");
    }

    /// Nothing was done and nothing is owed: the judge refused.
    public static void refused(Handle handle, QueuedRun run, List<Call> calls) {
        change(handle, run, calls, "DELETE FROM judge_calls WHERE workspace_id = ? AND run_id = ?");
    }

    /// Items have settled, and with them what is known of their judges.
    public static void forget(Handle handle, QueuedRun run, Collection<Integer> items) {
        handle.createUpdate(
                        """
                        DELETE FROM judge_calls
                         WHERE workspace_id = :workspaceId AND run_id = :runId
                           AND item_number = ANY (:items)
                        """)
                .bind("workspaceId", run.workspace().value())
                .bind("runId", run.run().value())
                .bind("items", items.stream().mapToInt(Integer::intValue).toArray())
                .execute();
    }

    /// What earlier workers asked for an item, and whether it was answered.
    public static Map<ByteBuffer, Boolean> of(Handle handle, QueuedRun run, int number) {
        var calls = new HashMap<ByteBuffer, Boolean>();
        handle.createQuery(
                        """
                        SELECT request_hash, answered FROM judge_calls
                         WHERE workspace_id = :workspaceId AND run_id = :runId
                           AND item_number = :number
                        """)
                .bind("workspaceId", run.workspace().value())
                .bind("runId", run.run().value())
                .bind("number", number)
                .map((row, _) -> Map.entry(ByteBuffer.wrap(row.getBytes(1)), row.getBoolean(2)))
                .forEach(call -> calls.put(call.getKey(), call.getValue()));
        return calls;
    }

    private static void change(Handle handle, QueuedRun run, List<Call> calls, String verb) {
        try (PreparedStatement statement = handle.getConnection().prepareStatement(verb + GIVEN)) {
            statement.setObject(1, run.workspace().value());
            statement.setObject(2, run.run().value());
            statement.setArray(
                    3,
                    handle.getConnection()
                            .createArrayOf("int4", calls.stream().map(Call::number).toArray()));
            statement.setArray(4, handle.getConnection().createArrayOf("bytea", hashes(calls)));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("recording what judges did failed", e);
        }
    }

    private static byte[][] hashes(List<Call> calls) {
        return calls.stream().map(Call::requestHash).toArray(byte[][]::new);
    }
}
