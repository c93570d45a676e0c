package dev.promptcards.queue;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Moves many items of one run with one statement. What comes back are the numbers of the items
/// that were still this worker's; for the others somebody else holds a newer fence.
public final class QueueBatch {

    /// A request is about to leave for an item; `requestHash` finds its answer again.
    public record Sent(int number, int fence, byte[] requestHash) {}

    /// An item goes back to be tried again.
    ///
    /// @param refused true after a definite refusal, which counts as a try; false where the outcome
    ///     was lost, which is counted by its sends
    public record Returned(
            int number, int fence, long delayMillis, boolean refused, String error) {}

    private QueueBatch() {}

    /// Records the intent to send, before anything leaves. Saying it twice changes nothing.
    public static Set<Integer> sent(Handle handle, QueuedRun run, List<Sent> items) {
        var sql =
                """
                UPDATE run_items i
                   SET state = 'sent', request_hash = given.hash,
                       sends = i.sends + CASE WHEN i.state = 'leased' THEN 1 ELSE 0 END
                  FROM unnest(?::int[], ?::int[], ?::bytea[]) AS given (number, fence, hash)
                 WHERE i.workspace_id = ? AND i.run_id = ? AND i.number BETWEEN ? AND ?
                   AND i.number = given.number AND i.fence = given.fence
                   AND i.state IN ('leased', 'sent')
                RETURNING i.number
                """;
        try (var statement = handle.getConnection().prepareStatement(sql)) {
            var connection = handle.getConnection();
            int size = items.size();
            var numbers = new Integer[size];
            var fences = new Integer[size];
            var hashes = new byte[size][];
            for (int i = 0; i < size; i++) {
                numbers[i] = items.get(i).number();
                fences[i] = items.get(i).fence();
                hashes[i] = items.get(i).requestHash();
            }
            statement.setArray(1, connection.createArrayOf("int4", numbers));
            statement.setArray(2, connection.createArrayOf("int4", fences));
            statement.setArray(3, connection.createArrayOf("bytea", hashes));
            statement.setObject(4, run.workspace().value());
            statement.setObject(5, run.run().value());
            var range = NumberRange.of(items, Sent::number);
            statement.setInt(6, range.low());
            statement.setInt(7, range.high());
            return numbers(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("recording intents failed", e);
        }
    }

    /// Puts items back to ready, not before their delay has passed by the database's clock.
    public static Set<Integer> returned(Handle handle, QueuedRun run, List<Returned> items) {
        var sql =
                """
                UPDATE run_items i
                   SET state = 'ready', fence = i.fence + 1, lease_until = NULL,
                       tries = i.tries + CASE WHEN given.refused THEN 1 ELSE 0 END,
                       not_before = statement_timestamp() + make_interval(secs => given.delay / 1000.0),
                       last_error = given.error
                  FROM unnest(?::int[], ?::int[], ?::int8[], ?::bool[], ?::text[])
                       AS given (number, fence, delay, refused, error)
                 WHERE i.workspace_id = ? AND i.run_id = ? AND i.number BETWEEN ? AND ?
                   AND i.number = given.number AND i.fence = given.fence
                   AND i.state IN ('leased', 'sent')
                RETURNING i.number
                """;
        try (var statement = handle.getConnection().prepareStatement(sql)) {
            var connection = handle.getConnection();
            statement.setArray(
                    1, connection.createArrayOf("int4", column(items, Returned::number)));
            statement.setArray(2, connection.createArrayOf("int4", column(items, Returned::fence)));
            statement.setArray(
                    3, connection.createArrayOf("int8", column(items, Returned::delayMillis)));
            statement.setArray(
                    4, connection.createArrayOf("bool", column(items, Returned::refused)));
            statement.setArray(5, connection.createArrayOf("text", column(items, Returned::error)));
            statement.setObject(6, run.workspace().value());
            statement.setObject(7, run.run().value());
            var range = NumberRange.of(items, Returned::number);
            statement.setInt(8, range.low());
            statement.setInt(9, range.high());
            return numbers(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("returning items to the queue failed", e);
        }
    }

    private static Object[] column(
            List<Returned> items, java.util.function.Function<Returned, Object> field) {
        return items.stream().map(field).toArray();
    }

    private static Set<Integer> numbers(java.sql.PreparedStatement statement) throws SQLException {
        try (var rows = statement.executeQuery()) {
            var numbers = new HashSet<Integer>();
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
            return numbers;
        }
    }
}
