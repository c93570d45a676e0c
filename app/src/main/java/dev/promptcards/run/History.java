package dev.promptcards.run;

import dev.promptcards.queue.NumberRange;
import dev.promptcards.queue.QueuedRun;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.ZoneOffset;
import java.util.List;

/// Reads what a serial run has answered so far: what later cases may speak of.
public final class History {

    /// An execution that came before.
    ///
    /// @param output as it was graded; JSON text where `outputIsJson`
    /// @param said what the model itself said, see [Execution#said]
    /// @param storeOutputAs the name its case stores it under
    /// @param conversationId which conversation its case belongs to
    public record Turn(
            int columnNumber,
            String renderedPrompt,
            @Nullable String output,
            boolean outputIsJson,
            @Nullable String said,
            @Nullable String storeOutputAs,
            @Nullable String conversationId) {}

    private History() {}

    /// The executions of the items in `range`, in their order. What has no outcome, or an unknown
    /// one, has nothing to tell; nor has what could not be rendered.
    public static List<Turn> read(Handle handle, QueuedRun key, Run run, NumberRange range) {
        return handle.createQuery(
                        """
                        SELECT e.column_number, e.rendered_prompt, e.output, e.output_is_json,
                               e.said::text AS said,
                               coalesce(t.options ->> 'storeOutputAs',
                                        v.defaults -> 'options' ->> 'storeOutputAs') AS store_output_as,
                               coalesce(t.metadata ->> 'conversationId',
                                        v.defaults -> 'metadata' ->> 'conversationId') AS conversation_id
                          FROM test_executions e
                          JOIN suite_revisions v
                            ON v.workspace_id = :workspaceId AND v.suite_id = :suiteId
                           AND v.number = :revision
                          JOIN test_cases t
                            ON t.workspace_id = :workspaceId AND t.suite_id = :suiteId
                           AND t.revision = :revision AND t.position = e.case_position
                         WHERE e.workspace_id = :workspaceId AND e.created_at = :createdAt
                           AND e.run_id = :runId AND e.item_number BETWEEN :low AND :high
                           AND e.outcome <> 'unknown' AND e.rendered_prompt <> ''
                         ORDER BY e.item_number
                        """)
                .bind("workspaceId", key.workspace().value())
                .bind("suiteId", run.suiteId())
                .bind("revision", run.suiteRevision())
                .bind("createdAt", run.createdAt().atOffset(ZoneOffset.UTC))
                .bind("runId", key.run().value())
                .bind("low", range.low())
                .bind("high", range.high())
                .mapTo(Turn.class)
                .list();
    }
}
