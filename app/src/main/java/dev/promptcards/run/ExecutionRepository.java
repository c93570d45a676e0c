package dev.promptcards.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.queue.RunId;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Reads executions together with the case, the column and the card they belong to.
@Singleton
class ExecutionRepository {

    private static final String EXECUTION =
            """
            SELECT e.*, k.prompt_label, c.slug AS card, t.description,
                   coalesce(t.overrides -> 'provider' ->> 'id', k.provider_id) AS provider_id,
                   CASE WHEN t.overrides -> 'provider' IS NULL THEN k.provider_label
                        ELSE t.overrides -> 'provider' ->> 'label' END AS provider_label,
                   t.vars::text AS vars, t.metadata::text AS metadata, v.defaults::text AS defaults,
                   ((t.position - t.expansion_offset) * r.repeats
                     + e.repeat_number * t.expansion_size + t.expansion_offset) AS row_number
              FROM test_executions e
              JOIN test_runs r ON r.workspace_id = e.workspace_id AND r.id = e.run_id
              JOIN run_columns k
                ON k.workspace_id = e.workspace_id AND k.run_id = e.run_id
               AND k.number = e.column_number
              JOIN prompt_cards c ON c.workspace_id = e.workspace_id AND c.id = e.prompt_card_id
              JOIN suite_revisions v
                ON v.workspace_id = r.workspace_id AND v.suite_id = r.suite_id
               AND v.number = r.suite_revision
              JOIN test_cases t
                ON t.workspace_id = r.workspace_id AND t.suite_id = r.suite_id
               AND t.revision = r.suite_revision AND t.position = e.case_position
             WHERE e.workspace_id = :workspaceId
            """;

    static final String THESE =
            EXECUTION
                    + """
                       AND (e.created_at, e.id) IN (SELECT * FROM unnest(:times, :ids))
                     ORDER BY e.created_at DESC, e.id DESC
                    """;

    private final ObjectMapper json;

    ExecutionRepository(ObjectMapper json) {
        this.json = json;
    }

    /// Executions of a run in the order of its result table, after the item `after` (-1 at first).
    ///
    List<ExecutionView> page(
            Handle handle,
            WorkspaceId workspace,
            Run run,
            ExecutionFilter filter,
            int after,
            int limit) {
        var query =
                handle.createQuery(
                        EXECUTION
                                + """
                                   AND e.created_at = :createdAt AND e.run_id = :runId
                                   AND e.item_number > :after
                                """
                                + filter.sql()
                                + " ORDER BY e.item_number LIMIT :limit");
        filter.bind(query);
        return query.bind("workspaceId", workspace.value())
                .bind("createdAt", run.createdAt().atOffset(ZoneOffset.UTC))
                .bind("runId", run.id().value())
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list();
    }

    /// These executions, newest first.
    List<ExecutionView> these(
            Handle handle, WorkspaceId workspace, List<ExecutionSearch.Key> keys) {
        return placed(handle.createQuery(THESE), workspace, keys).map((row, _) -> read(row)).list();
    }

    static Query placed(Query query, WorkspaceId workspace, List<ExecutionSearch.Key> keys) {
        return query.bind("workspaceId", workspace.value())
                .bindArray(
                        "times",
                        Instant.class,
                        keys.stream().map(ExecutionSearch.Key::createdAt).toList())
                .bindArray("ids", UUID.class, keys.stream().map(ExecutionSearch.Key::id).toList());
    }

    /// One execution; its id tells in which month it lies.
    Optional<ExecutionView> find(Handle handle, WorkspaceId workspace, UUID id) {
        return handle.createQuery(EXECUTION + " AND e.created_at = :createdAt AND e.id = :id")
                .bind("workspaceId", workspace.value())
                .bind("createdAt", NewId.time(id).atOffset(ZoneOffset.UTC))
                .bind("id", id)
                .map((row, _) -> read(row))
                .findOne();
    }

    private ExecutionView read(ResultSet row) throws SQLException {
        var defaults = parse(row.getString("defaults"));
        var output = row.getString("output");
        return new ExecutionView(
                row.getObject("id", UUID.class),
                new RunId(row.getObject("run_id", UUID.class)),
                row.getInt("item_number"),
                row.getInt("row_number"),
                row.getInt("column_number"),
                row.getString("case_key"),
                row.getString("description"),
                row.getInt("repeat_number"),
                row.getString("card"),
                row.getInt("version"),
                row.getString("prompt_label"),
                row.getString("provider_id"),
                row.getString("provider_label"),
                row.getString("llm_provider"),
                row.getString("model"),
                inherited(defaults.get("vars"), parse(row.getString("vars"))),
                inherited(defaults.get("metadata"), parse(row.getString("metadata"))),
                row.getString("rendered_prompt"),
                output == null || !row.getBoolean("output_is_json")
                        ? json.getNodeFactory().textNode(output)
                        : parse(output),
                row.getString("outcome"),
                row.getBoolean("passed"),
                row.getObject("score", Double.class),
                row.getString("reason"),
                parse(row.getString("named_scores")),
                parse(row.getString("verdicts")),
                row.getObject("execution_time_ms", Long.class),
                row.getObject("prompt_tokens", Integer.class),
                row.getObject("completion_tokens", Integer.class),
                row.getBigDecimal("cost_usd"),
                row.getBigDecimal("grading_cost_usd"),
                row.getObject("grading_prompt_tokens", Integer.class),
                row.getObject("grading_completion_tokens", Integer.class),
                row.getBoolean("cached"),
                row.getString("finish_reason"),
                row.getString("error"),
                row.getInt("sends"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("finished_at", OffsetDateTime.class).toInstant());
    }

    private static JsonNode inherited(
            @org.jspecify.annotations.Nullable JsonNode defaults, JsonNode own) {
        if (!(defaults instanceof ObjectNode inherited) || inherited.isEmpty()) {
            return own;
        }
        ObjectNode merged = inherited.deepCopy();
        merged.setAll((ObjectNode) own);
        return merged;
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL returned jsonb that is no JSON", e);
        }
    }
}
