package dev.promptcards.run.imported;

import dev.promptcards.queue.QueuedRun;
import dev.promptcards.queue.RunId;
import dev.promptcards.run.RollUps;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/// The statements that make runs of the rows of an import: a run a day, complete from the first.
final class ImportedRuns {

    /// The provider of what does not say who ran it.
    static final String UNKNOWN = "unknown";

    /// Executions whose sums are asked for at once.
    private static final int COUNTED = 20_000;

    /// @param suite with the revision whose cases were tried
    record Target(UUID suite, int revision) {}

    /// A run that is there.
    record Known(UUID id, int number, int executions) {}

    private ImportedRuns() {}

    /// The runs an earlier import of the same text has made.
    static List<Known> known(Handle handle, WorkspaceId workspace, Survey survey) {
        return handle.createQuery(
                        """
                        SELECT id, number, total_items AS executions FROM test_runs
                         WHERE workspace_id = :workspaceId AND idempotency_key = ANY (:keys)
                         ORDER BY number
                        """)
                .bind("workspaceId", workspace.value())
                .bindArray(
                        "keys",
                        String.class,
                        survey.days().stream().map(day -> key(survey, day)).toList())
                .mapTo(Known.class)
                .list();
    }

    /// Gives the runs of an import the workspace's next numbers, in their order; returns the first.
    /// Until then they have negative ones. Whoever starts a run waits from here to the commit.
    static int number(Handle handle, WorkspaceId workspace, Collection<Day> days) {
        int last =
                handle.createQuery(
                                """
                                INSERT INTO run_numbers (workspace_id, last_number) VALUES (:workspaceId, :count)
                                ON CONFLICT (workspace_id)
                                DO UPDATE SET last_number = run_numbers.last_number + :count
                                RETURNING last_number
                                """)
                        .bind("workspaceId", workspace.value())
                        .bind("count", days.size())
                        .mapTo(Integer.class)
                        .one();
        int before = last - days.size();
        handle.createUpdate(
                        """
                        UPDATE test_runs SET number = :before - number
                         WHERE workspace_id = :workspaceId AND id = ANY (:runs)
                        """)
                .bind("before", before)
                .bind("workspaceId", workspace.value())
                .bindArray("runs", UUID.class, runs(days))
                .execute();
        return before + 1;
    }

    /// @param number negative; [#number] gives the real one
    /// @param source JSON: where the run comes from
    static void insert(
            Handle handle,
            WorkspaceId workspace,
            Survey survey,
            Day day,
            int number,
            Target target,
            int repeats,
            String source,
            String createdBy) {
        handle.createUpdate(
                        """
                        INSERT INTO test_runs (workspace_id, id, number, state, suite_id, suite_revision,
                               repeats, concurrency, use_cache, timeout_millis, total_items, grid_items,
                               source, idempotency_key, request_hash, created_by, created_at, finished_at)
                        VALUES (:workspaceId, :id, :number, 'completed', :suiteId, :revision, :repeats, 1,
                               false, 1, :total, :total, :source::jsonb, :key, decode(:hash, 'hex'),
                               :createdBy, :createdAt, :finishedAt)
                        """)
                .bind("workspaceId", workspace.value())
                .bind("id", day.run().value())
                .bind("number", number)
                .bind("suiteId", target.suite())
                .bind("revision", target.revision())
                .bind("repeats", repeats)
                .bind("total", day.executions())
                .bind("source", source)
                .bind("key", key(survey, day))
                .bind("hash", survey.hash())
                .bind("createdBy", createdBy)
                .bind("createdAt", day.createdAt().atOffset(ZoneOffset.UTC))
                .bind("finishedAt", day.finishedAt().atOffset(ZoneOffset.UTC))
                .execute();
        handle.createUpdate(
                        """
                        INSERT INTO run_progress (workspace_id, run_id, passed, failed, errors, unpriced,
                               cost_usd, prompt_tokens, completion_tokens)
                        VALUES (:workspaceId, :id, :passed, :failed, :errors, :unpriced, :costUsd,
                               :promptTokens, :completionTokens)
                        """)
                .bind("workspaceId", workspace.value())
                .bind("id", day.run().value())
                .bind("passed", day.passed())
                .bind("failed", day.failed())
                .bind("errors", day.errors())
                .bind("unpriced", day.unpriced())
                .bind("costUsd", day.costUsd())
                .bind("promptTokens", day.promptTokens())
                .bind("completionTokens", day.completionTokens())
                .execute();
    }

    /// A column for each card, version, provider and model of a run, in the order they are met.
    static void insertColumns(Handle handle, WorkspaceId workspace, Collection<Day> days) {
        handle.createUpdate(
                        """
                        INSERT INTO run_columns (workspace_id, run_id, number, card_id, version,
                               prompt_label, provider_id, provider_kind, model)
                        SELECT :workspaceId, g.run_id,
                               row_number() OVER (PARTITION BY g.run_id ORDER BY g.first_line) - 1,
                               c.id, g.version, c.title,
                               CASE WHEN g.provider = :unknown THEN g.model
                                    ELSE g.provider || ':' || g.model END,
                               g.provider, g.model
                          FROM (SELECT run_id, card, version, provider, model, min(line) AS first_line
                                  FROM import_rows
                                 WHERE workspace_id = :workspaceId AND run_id = ANY (:runs)
                                 GROUP BY run_id, card, version, provider, model) g
                          JOIN prompt_cards c ON c.workspace_id = :workspaceId AND c.slug = g.card
                        """)
                .bind("workspaceId", workspace.value())
                .bindArray("runs", UUID.class, runs(days))
                .bind("unknown", UNKNOWN)
                .execute();
    }

    /// The executions in the order of their result tables: case by case, then try by try, then
    /// column by column. An execution's id is its run's with its number behind
    /// ([RunId#executionId]); when it ran is its `finished_at`.
    static int insertExecutions(
            Handle handle, WorkspaceId workspace, Collection<Day> days, Target target) {
        return handle.createUpdate(
                        """
                        INSERT INTO test_executions (workspace_id, created_at, id, run_id, item_number,
                               column_number, case_position, case_key, repeat_number, prompt_card_id,
                               version, llm_provider, model, rendered_prompt, output, outcome, score,
                               reason, execution_time_ms, prompt_tokens, completion_tokens, cost_usd,
                               error, sends, finished_at)
                        SELECT :workspaceId, n.created_at,
                               (left(n.run_id::text, 28) || lpad(to_hex(n.item), 8, '0'))::uuid,
                               n.run_id, n.item, n.column_number, n.position, n.case_key, n.try, n.card_id,
                               n.version, n.provider, n.model, n.prompt, n.output, n.outcome, n.score,
                               n.reason, n.execution_time_ms, n.prompt_tokens, n.completion_tokens,
                               n.cost_usd, n.error, 1, n.ran_at
                          FROM (SELECT i.*, r.created_at, k.number AS column_number, k.card_id, t.position,
                                       row_number() OVER (PARTITION BY i.run_id
                                           ORDER BY t.position, i.try, k.number)::int - 1 AS item
                                  FROM (SELECT s.*, coalesce(s.repeat_number, row_number() OVER (
                                                   PARTITION BY s.run_id, s.card, s.version, s.provider,
                                                       s.model, s.case_key
                                                   ORDER BY s.ran_at, s.line)::int - 1) AS try
                                          FROM import_rows s
                                         WHERE s.workspace_id = :workspaceId AND s.run_id = ANY (:runs)) i
                                  JOIN test_runs r ON r.workspace_id = :workspaceId AND r.id = i.run_id
                                  JOIN prompt_cards c ON c.workspace_id = :workspaceId AND c.slug = i.card
                                  JOIN run_columns k
                                    ON k.workspace_id = :workspaceId AND k.run_id = i.run_id
                                   AND k.card_id = c.id AND k.version = i.version
                                   AND k.provider_kind = i.provider AND k.model = i.model
                                  JOIN test_cases t
                                    ON t.workspace_id = :workspaceId AND t.suite_id = :suiteId
                                   AND t.revision = :revision AND t.key = i.case_key) n
                        """)
                .bind("workspaceId", workspace.value())
                .bindArray("runs", UUID.class, runs(days))
                .bind("suiteId", target.suite())
                .bind("revision", target.revision())
                .execute();
    }

    /// Counts the executions of these days into the workspace's roll-ups, a day at a time: those of
    /// today, which everybody's results meet in, are locked last.
    ///
    /// @param days oldest first
    static void count(Handle handle, WorkspaceId workspace, Collection<Day> days) {
        for (var day : days) {
            var rollUps = new RollUps();
            var run = new QueuedRun(workspace, day.run());
            for (int first = 0; first < day.executions(); first += COUNTED) {
                int next = Math.min(day.executions(), first + COUNTED);
                var numbers = IntStream.range(first, next).boxed().toList();
                rollUps.add(handle, run, day.createdAt(), numbers);
            }
            rollUps.write(handle, workspace);
        }
    }

    private static Object[] runs(Collection<Day> days) {
        return days.stream().map(Day::run).map(RunId::value).toArray();
    }

    /// What keeps a day of a file from being stored twice.
    private static String key(Survey survey, Day day) {
        return "import:" + survey.hash() + ":" + day.name();
    }
}
