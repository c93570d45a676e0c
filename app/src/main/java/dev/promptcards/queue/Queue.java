package dev.promptcards.queue;

import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.util.List;

/// The statements that move items: `ready → leased → sent`, and back, and to `unknown`. A settled
/// item is deleted in the transaction that stores its outcome. `docs/run-states.md` draws it.
///
/// Each method takes a handle whose transaction is bound to the workspace.
public final class Queue {

    private Queue() {}

    /// The runs that have work, of every workspace; the handle is bound to none.
    public static List<QueuedRun> runningRuns(Handle handle) {
        return runs(handle, "SELECT workspace_id, run_id FROM running_runs()");
    }

    /// The runs that were stopped and have items nobody waits for any more, of every workspace; the
    /// handle is bound to none.
    public static List<QueuedRun> orphanedRuns(Handle handle) {
        return runs(handle, "SELECT workspace_id, run_id FROM orphaned_runs()");
    }

    /// The runs held by a limit that has begun anew meanwhile, of every workspace, held first
    /// first; the handle is bound to none.
    public static List<QueuedRun> runsToGoOn(Handle handle) {
        return runs(handle, "SELECT workspace_id, run_id FROM runs_to_go_on()");
    }

    private static List<QueuedRun> runs(Handle handle, String sql) {
        return handle.createQuery(sql)
                .map(
                        (row, _) ->
                                new QueuedRun(
                                        new WorkspaceId(row.getObject(1, java.util.UUID.class)),
                                        new RunId(row.getObject(2, java.util.UUID.class))))
                .list();
    }

    /// Takes up to `limit` items that are ready, lowest number first; what other workers are taking
    /// at the same moment is passed over.
    ///
    /// @param range of the items looked at, see [NumberRange]
    public static List<ClaimedItem> claim(
            Handle handle, QueuedRun run, NumberRange range, int limit, Duration lease) {
        return handle.createQuery(
                        """
                        UPDATE run_items
                           SET state = 'leased', fence = fence + 1,
                               lease_until = statement_timestamp() + make_interval(secs => :lease)
                         WHERE workspace_id = :workspaceId AND run_id = :runId
                           AND number BETWEEN :low AND :high
                           AND number = ANY (ARRAY(
                               SELECT number FROM run_items
                                WHERE workspace_id = :workspaceId AND run_id = :runId
                                  AND number BETWEEN :low AND :high AND state = 'ready' AND not_before <= statement_timestamp()
                                ORDER BY number LIMIT :limit
                                  FOR UPDATE SKIP LOCKED))
                        RETURNING number, column_number, case_position, repeat_number, fence, tries,
                                  sends, request_hash, false AS outcome_lost, comparison
                        """)
                .bind("workspaceId", run.workspace().value())
                .bind("runId", run.run().value())
                .bind("lease", lease.toMillis() / 1000.0)
                .bind("limit", limit)
                .bind("low", range.low())
                .bind("high", range.high())
                .map(new ClaimedItemMapper())
                .list();
    }

    /// Takes the first item of a run that goes item by item: none while that one is held by
    /// somebody, or waits for its time. One whose outcome is unknown is passed over.
    ///
    /// @param grid items from there on are comparisons
    public static List<ClaimedItem> claimFirst(
            Handle handle, QueuedRun run, int grid, Duration lease) {
        return handle.createQuery(
                        """
                        UPDATE run_items
                           SET state = 'leased', fence = fence + 1,
                               lease_until = statement_timestamp() + make_interval(secs => :lease)
                         WHERE workspace_id = :workspaceId AND run_id = :runId
                           AND state = 'ready' AND not_before <= statement_timestamp()
                           AND number = ANY (ARRAY(
                               SELECT number FROM run_items
                                WHERE workspace_id = :workspaceId AND run_id = :runId
                                  AND number < :grid AND state <> 'unknown'
                                ORDER BY number LIMIT 1
                                  FOR UPDATE))
                        RETURNING number, column_number, case_position, repeat_number, fence, tries,
                                  sends, request_hash, false AS outcome_lost, comparison
                        """)
                .bind("workspaceId", run.workspace().value())
                .bind("runId", run.run().value())
                .bind("lease", lease.toMillis() / 1000.0)
                .bind("grid", grid)
                .map(new ClaimedItemMapper())
                .list();
    }

    /// Takes comparisons whose row has no other item left in the queue, lowest number first.
    ///
    /// @param grid where their numbers begin: a comparison's number is `grid` and its row
    public static List<ClaimedItem> claimComparisons(
            Handle handle, QueuedRun run, int grid, int columns, int limit, Duration lease) {
        return handle.createQuery(
                        """
                        UPDATE run_items
                           SET state = 'leased', fence = fence + 1,
                               lease_until = statement_timestamp() + make_interval(secs => :lease)
                         WHERE workspace_id = :workspaceId AND run_id = :runId AND number >= :grid
                           AND number = ANY (ARRAY(
                               SELECT c.number FROM run_items c
                                WHERE c.workspace_id = :workspaceId AND c.run_id = :runId
                                  AND c.number >= :grid AND c.state = 'ready'
                                  AND NOT EXISTS (
                                      SELECT FROM run_items o
                                       WHERE o.workspace_id = :workspaceId AND o.run_id = :runId
                                         AND o.number BETWEEN (c.number - :grid) * :columns
                                                          AND (c.number - :grid + 1) * :columns - 1)
                                ORDER BY c.number LIMIT :limit
                                  FOR UPDATE OF c SKIP LOCKED))
                        RETURNING number, column_number, case_position, repeat_number, fence, tries,
                                  sends, request_hash, false AS outcome_lost, comparison
                        """)
                .bind("workspaceId", run.workspace().value())
                .bind("runId", run.run().value())
                .bind("lease", lease.toMillis() / 1000.0)
                .bind("grid", grid)
                .bind("columns", columns)
                .bind("limit", limit)
                .map(new ClaimedItemMapper())
                .list();
    }

    /// Puts leased items whose lease has ended back to ready, and takes over those that were sent:
    /// their worker died between the request and its record.
    public static List<ClaimedItem> reclaim(Handle handle, QueuedRun run, Duration lease) {
        handle.createUpdate(
                        """
                        UPDATE run_items SET state = 'ready', fence = fence + 1, lease_until = NULL
                         WHERE workspace_id = :workspaceId AND run_id = :runId
                           AND number = ANY (ARRAY(
                               SELECT number FROM run_items
                                WHERE workspace_id = :workspaceId AND run_id = :runId
                                  AND state = 'leased' AND lease_until < statement_timestamp()
                                  FOR UPDATE SKIP LOCKED))
                        """)
                .bind("workspaceId", run.workspace().value())
                .bind("runId", run.run().value())
                .execute();
        return handle.createQuery(
                        """
                        UPDATE run_items
                           SET fence = fence + 1,
                               lease_until = statement_timestamp() + make_interval(secs => :lease)
                         WHERE workspace_id = :workspaceId AND run_id = :runId
                           AND number = ANY (ARRAY(
                               SELECT number FROM run_items
                                WHERE workspace_id = :workspaceId AND run_id = :runId
                                  AND state = 'sent' AND lease_until < statement_timestamp()
                                  FOR UPDATE SKIP LOCKED))
                        RETURNING number, column_number, case_position, repeat_number, fence, tries,
                                  sends, request_hash, true AS outcome_lost, comparison
                        """)
                .bind("workspaceId", run.workspace().value())
                .bind("runId", run.run().value())
                .bind("lease", lease.toMillis() / 1000.0)
                .map(new ClaimedItemMapper())
                .list();
    }

    /// Ends every lease of a run at once: for a start that knows no other worker is alive.
    public static void endLeases(Handle handle, QueuedRun run) {
        handle.createUpdate(
                        """
                        UPDATE run_items SET lease_until = statement_timestamp()
                         WHERE workspace_id = :workspaceId AND run_id = :runId
                           AND state IN ('leased', 'sent')
                        """)
                .bind("workspaceId", run.workspace().value())
                .bind("runId", run.run().value())
                .execute();
    }

    /// Keeps items that are still worked on; those of an old fence are left alone, and so are those
    /// some other statement holds at this moment: it moves them on, and waiting for it, in an order
    /// of our own, could end in a deadlock.
    public static void renew(
            Handle handle, QueuedRun run, int[] numbers, int[] fences, Duration lease) {
        handle.createUpdate(
                        """
                        UPDATE run_items
                           SET lease_until = statement_timestamp() + make_interval(secs => :lease)
                         WHERE workspace_id = :workspaceId AND run_id = :runId
                           AND number = ANY (ARRAY(
                               SELECT i.number
                                 FROM run_items i
                                 JOIN unnest(:numbers::int[], :fences::int[]) AS held (number, fence)
                                   ON i.number = held.number AND i.fence = held.fence
                                WHERE i.workspace_id = :workspaceId AND i.run_id = :runId
                                  AND i.state IN ('leased', 'sent')
                                  FOR UPDATE OF i SKIP LOCKED))
                        """)
                .bind("workspaceId", run.workspace().value())
                .bind("runId", run.run().value())
                .bind("lease", lease.toMillis() / 1000.0)
                .bind("numbers", numbers)
                .bind("fences", fences)
                .execute();
    }
}
