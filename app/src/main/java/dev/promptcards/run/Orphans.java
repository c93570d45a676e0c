package dev.promptcards.run;

import dev.promptcards.queue.JudgeCalls;
import dev.promptcards.queue.QueuedRun;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/// Items of runs that were stopped while requests of theirs were under way. As a rule the worker
/// that waits settles them; where it died, or the outcome was lost, they are settled here.
public final class Orphans {

    private static final String WHAT =
            "unknown outcome: the run was stopped before the answer to its request came";

    private record Orphan(Instant runCreatedAt, Execution execution) {}

    private Orphans() {}

    /// Settles what nobody waits for: where a request had left without an answer its outcome is
    /// unknown, and stays so; the rest goes. Returns how many outcomes that were.
    public static int settle(Handle handle, QueuedRun run) {
        var orphans = take(handle, run);
        if (!orphans.isEmpty()) {
            var executions = orphans.stream().map(Orphan::execution).toList();
            var createdAt = orphans.getFirst().runCreatedAt();
            var settled = Settlement.settle(handle, run, createdAt, executions);
            JudgeCalls.forget(handle, run, executions.stream().map(Execution::number).toList());
            var tally = Tally.of(executions);
            tally.addTo(handle, run.workspace(), run.run());
            tally.use(settled.size()).addTo(handle, run.workspace());
            var rollUps = new RollUps();
            rollUps.add(handle, run, createdAt, settled);
            rollUps.write(handle, run.workspace());
        }
        RunRepository.bound(
                        handle.createUpdate(
                                """
                                DELETE FROM run_items
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                   AND (state IN ('ready', 'unknown') OR lease_until < statement_timestamp())
                                """),
                        run.workspace(),
                        run.run())
                .execute();
        return orphans.size();
    }

    /// One that went back to the queue after its answer was lost has left more often than it was
    /// refused.
    private static List<Orphan> take(Handle handle, QueuedRun run) {
        return RunRepository.bound(
                        handle.createQuery(
                                """
                                WITH taken AS (
                                    UPDATE run_items i
                                       SET state = 'sent', fence = i.fence + 1,
                                           lease_until = statement_timestamp()
                                      FROM test_runs r
                                     WHERE i.workspace_id = :workspaceId AND i.run_id = :runId
                                       AND r.workspace_id = :workspaceId AND r.id = :runId
                                       AND r.state IN ('cancelled', 'failed')
                                       AND (i.state = 'sent' AND i.lease_until < statement_timestamp()
                                            OR i.state = 'ready' AND i.sends > i.tries)
                                    RETURNING i.*, r.created_at, r.suite_id, r.suite_revision)
                                SELECT t.*, c.key
                                  FROM taken t
                                  JOIN test_cases c
                                    ON c.workspace_id = :workspaceId AND c.suite_id = t.suite_id
                                   AND c.revision = t.suite_revision AND c.position = t.case_position
                                """),
                        run.workspace(),
                        run.run())
                .map((row, _) -> orphan(row))
                .list();
    }

    private static Orphan orphan(ResultSet row) throws SQLException {
        return new Orphan(
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                new Execution(
                        row.getInt("number"),
                        row.getInt("fence"),
                        row.getInt("column_number"),
                        row.getInt("case_position"),
                        row.getString("key"),
                        row.getInt("repeat_number"),
                        "",
                        null,
                        false,
                        null,
                        Outcome.UNKNOWN,
                        0,
                        null,
                        "{}",
                        "[]",
                        null,
                        null,
                        null,
                        null,
                        false,
                        null,
                        WHAT,
                        row.getInt("sends"),
                        row.getBytes("request_hash"),
                        null,
                        GradingCost.NONE));
    }
}
