package dev.promptcards.run;

import dev.promptcards.quota.Commitments;
import dev.promptcards.quota.Underway;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Duration;

/// What the running runs of a workspace have yet to do. Nothing is kept for it: a run reserves the
/// share of its estimate that its unsettled items have, at most what is left of its budget, and no
/// more once it runs no longer. So nothing is left reserved when a process dies.
@Singleton
final class RunsUnderway implements Underway {

    /// Where no run has settled anything yet there is no pace to go by.
    private static final Duration UNKNOWN_PACE = Duration.ofSeconds(30);

    private static final Duration LONGEST = Duration.ofHours(1);

    @Override
    public Commitments in(Handle handle, WorkspaceId workspace) {
        return handle.createQuery(
                        """
                        SELECT count(*) AS runs, coalesce(sum(to_do), 0) AS executions,
                               coalesce(sum(greatest(0, least(estimate_usd * to_do / greatest(total_items, 1),
                                                  budget_usd - spent))), 0) AS cost,
                               min(seconds * to_do / nullif(settled, 0)) AS until_one_ends
                          FROM (SELECT r.estimate_usd, r.total_items, r.budget_usd, s.settled,
                                       greatest(r.total_items - s.settled, 0) AS to_do,
                                       p.cost_usd + p.grading_cost_usd AS spent,
                                       extract(epoch FROM now() - r.created_at)::float8 AS seconds
                                  FROM test_runs r
                                  JOIN run_progress p
                                    ON p.workspace_id = r.workspace_id AND p.run_id = r.id
                                 CROSS JOIN LATERAL (SELECT p.passed + p.failed + p.errors + p.unknown
                                                            AS settled) s
                                 WHERE r.workspace_id = :workspaceId AND r.state = 'running') u
                        """)
                .bind("workspaceId", workspace.value())
                .map(
                        (row, _) ->
                                new Commitments(
                                        row.getInt("runs"),
                                        row.getLong("executions"),
                                        row.getBigDecimal("cost"),
                                        pace(row.getObject("until_one_ends", Double.class))))
                .one();
    }

    private static Duration pace(@org.jspecify.annotations.Nullable Double seconds) {
        if (seconds == null) {
            return UNKNOWN_PACE;
        }
        var wait = Duration.ofSeconds((long) Math.ceil(Math.max(1, seconds)));
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
