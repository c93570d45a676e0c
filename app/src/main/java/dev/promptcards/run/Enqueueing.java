package dev.promptcards.run;

import dev.promptcards.queue.RunId;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

/// The statements that put a run's items into the queue, in the transaction that starts it.
final class Enqueueing {

    private Enqueueing() {}

    /// Puts every item into the queue. Rows come in the order of a result table: tests, then
    /// repeats of a test as a whole, then the cases it expands to; within a row, columns. A number
    /// is a place in that table, whether or not the places before it are taken.
    static void items(
            Handle handle,
            WorkspaceId workspace,
            RunId run,
            Pins.PinnedSuite suite,
            RunRequest request,
            ColumnChoices choices,
            int columns) {
        var taken =
                choices.groups().stream()
                        .flatMap(g -> g.columns().stream().map(number -> new Taken(g, number)))
                        .toList();
        RunRepository.bound(
                        handle.createUpdate(
                                """
                                INSERT INTO run_items (workspace_id, run_id, number, column_number,
                                       case_position, repeat_number)
                                SELECT :workspaceId, :runId,
                                       ((c.position - c.expansion_offset) * :repeats
                                         + r.repeat * c.expansion_size + c.expansion_offset)
                                         * :columns + k.number,
                                       k.number, c.position, r.repeat
                                  FROM test_cases c
                                  JOIN unnest(:providers::text[], :prompts::text[], :numbers::int[])
                                       AS k (providers, prompts, number)
                                    ON k.providers = coalesce((c.overrides -> 'providers')::text, '')
                                   AND k.prompts = coalesce((c.overrides -> 'prompts')::text, '')
                                 CROSS JOIN generate_series(0, :repeats - 1) AS r (repeat)
                                 WHERE c.workspace_id = :workspaceId AND c.suite_id = :suiteId
                                   AND c.revision = :revision AND c.position < :first
                                 ORDER BY 3
                                ON CONFLICT DO NOTHING
                                """),
                        workspace,
                        run)
                .bind("repeats", request.repeats())
                .bind("columns", columns)
                .bind(
                        "providers",
                        taken.stream().map(t -> t.by().providers()).toArray(String[]::new))
                .bind("prompts", taken.stream().map(t -> t.by().prompts()).toArray(String[]::new))
                .bind("numbers", taken.stream().mapToInt(Taken::column).toArray())
                .bind("suiteId", suite.suiteId())
                .bind("revision", suite.revision())
                .bind("first", request.cases(suite.cases()))
                .execute();
    }

    /// Puts a comparison into the queue for each row with assertions that compare its columns; it
    /// is carried out when no other item of the row is left there. Its number is the row's, beyond
    /// the places of the result table.
    static void comparisons(
            Handle handle,
            WorkspaceId workspace,
            RunId run,
            Pins.PinnedSuite suite,
            RunRequest request,
            ColumnChoices choices,
            int grid) {
        var tried = choices.groups().stream().filter(g -> !g.columns().isEmpty()).toList();
        RunRepository.bound(
                        handle.createUpdate(
                                """
                                INSERT INTO run_items (workspace_id, run_id, number, column_number,
                                       case_position, repeat_number, comparison)
                                SELECT :workspaceId, :runId,
                                       :grid + (c.position - c.expansion_offset) * :repeats
                                         + r.repeat * c.expansion_size + c.expansion_offset,
                                       0, c.position, r.repeat, true
                                  FROM test_cases c
                                  JOIN unnest(:providers::text[], :prompts::text[]) AS k (providers, prompts)
                                    ON k.providers = coalesce((c.overrides -> 'providers')::text, '')
                                   AND k.prompts = coalesce((c.overrides -> 'prompts')::text, '')
                                 CROSS JOIN generate_series(0, :repeats - 1) AS r (repeat)
                                 WHERE c.workspace_id = :workspaceId AND c.suite_id = :suiteId
                                   AND c.revision = :revision AND c.position < :first
                                   AND (:all OR c.assertions @> '[{"type": "select-best"}]'
                                        OR c.assertions @> '[{"type": "max-score"}]')
                                 ORDER BY 3
                                ON CONFLICT DO NOTHING
                                """),
                        workspace,
                        run)
                .bind("grid", grid)
                .bind("repeats", request.repeats())
                .bind("providers", tried.stream().map(g -> g.providers()).toArray(String[]::new))
                .bind("prompts", tried.stream().map(g -> g.prompts()).toArray(String[]::new))
                .bind("all", suite.comparing())
                .bind("suiteId", suite.suiteId())
                .bind("revision", suite.revision())
                .bind("first", request.cases(suite.cases()))
                .execute();
    }

    private record Taken(ColumnChoices.Group by, int column) {}
}
