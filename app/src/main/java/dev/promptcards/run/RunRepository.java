package dev.promptcards.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.problem.Problem;
import dev.promptcards.queue.RunId;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Reads runs, their columns and their counters, and moves a run's state.
@Singleton
public class RunRepository {

    private static final String RUN =
            """
            SELECT r.*, coalesce(r.grid_items, r.total_items) AS grid, s.slug AS suite
              FROM test_runs r
              JOIN test_suites s ON s.workspace_id = r.workspace_id AND s.id = r.suite_id
             WHERE r.workspace_id = :workspaceId
            """;

    private final ObjectMapper json;

    RunRepository(ObjectMapper json) {
        this.json = json;
    }

    public Optional<Run> find(Handle handle, WorkspaceId workspace, RunId run) {
        return bound(handle.createQuery(RUN + " AND r.id = :runId"), workspace, run)
                .map((row, _) -> read(row))
                .findOne();
    }

    /// The run, its row locked: one decision at a time.
    Run locked(Handle handle, WorkspaceId workspace, RunId run) {
        bound(
                        handle.createQuery(
                                """
                                SELECT id FROM test_runs
                                 WHERE workspace_id = :workspaceId AND id = :runId FOR UPDATE
                                """),
                        workspace,
                        run)
                .mapTo(UUID.class)
                .findOne();
        return find(handle, workspace, run)
                .orElseThrow(() -> new Problem.NotFound("there is no such run"));
    }

    Optional<Run> findByNumber(Handle handle, WorkspaceId workspace, int number) {
        return handle.createQuery(RUN + " AND r.number = :number")
                .bind("workspaceId", workspace.value())
                .bind("number", number)
                .map((row, _) -> read(row))
                .findOne();
    }

    /// The statement of [#list].
    static String listing(RunFilter filter) {
        return RUN
                + " AND r.number < :before"
                + filter.sql()
                + " ORDER BY r.number DESC LIMIT :limit";
    }

    /// Runs from the newest number down, below `before`.
    List<Run> list(Handle handle, WorkspaceId workspace, RunFilter filter, int before, int limit) {
        var query = handle.createQuery(listing(filter));
        filter.bind(query);
        return query.bind("workspaceId", workspace.value())
                .bind("before", before)
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list();
    }

    public List<Column> columns(Handle handle, WorkspaceId workspace, RunId run) {
        return bound(
                        handle.createQuery(
                                """
                                SELECT * FROM run_columns
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                 ORDER BY number
                                """),
                        workspace,
                        run)
                .map((row, _) -> column(row))
                .list();
    }

    public Progress progress(Handle handle, WorkspaceId workspace, RunId run) {
        return bound(
                        handle.createQuery(
                                """
                                SELECT passed, failed, errors, unknown, cached, maybe_charged_twice,
                                       unpriced, cost_usd, prompt_tokens, completion_tokens,
                                       grading_cost_usd, grading_unpriced, grading_prompt_tokens,
                                       grading_completion_tokens, held_comparisons
                                  FROM run_progress
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                """),
                        workspace,
                        run)
                .mapTo(Progress.class)
                .one();
    }

    /// Moves a run to `state` if the move is one that [RunState#next] allows; tells whether it was.
    public boolean move(Handle handle, WorkspaceId workspace, Run run, RunState state) {
        if (!run.state().next().contains(state.word())) {
            return false;
        }
        var finished =
                switch (state) {
                    case RunState.Running _, RunState.Held _ -> null;
                    case RunState.Completed(Instant at) -> at;
                    case RunState.Cancelled(Instant at) -> at;
                    case RunState.Failed(Instant at, _) -> at;
                };
        return bound(
                                handle.createUpdate(
                                        """
                                        UPDATE test_runs
                                           SET state = :state, finished_at = :finished, failure = :failure,
                                               held_reason = :heldReason, held_until = :heldUntil
                                         WHERE workspace_id = :workspaceId AND id = :runId
                                           AND state = :from
                                        """),
                                workspace,
                                run.id())
                        .bind("state", state.word())
                        .bind("finished", finished)
                        .bind("failure", state instanceof RunState.Failed f ? f.reason() : null)
                        .bind(
                                "heldReason",
                                state instanceof RunState.Held h ? h.limit().orElse(null) : null)
                        .bind(
                                "heldUntil",
                                state instanceof RunState.Held h ? h.until().orElse(null) : null)
                        .bind("from", run.state().word())
                        .execute()
                == 1;
    }

    private Run read(ResultSet row) throws SQLException {
        return new Run(
                new RunId(row.getObject("id", UUID.class)),
                row.getInt("number"),
                state(row),
                row.getObject("suite_id", UUID.class),
                row.getString("suite"),
                row.getInt("suite_revision"),
                row.getInt("repeats"),
                row.getObject("first_cases", Integer.class),
                row.getInt("concurrency"),
                row.getBoolean("use_cache"),
                OnUnknown.valueOf(row.getString("on_unknown").toUpperCase(Locale.ROOT)),
                row.getLong("timeout_millis"),
                row.getInt("total_items"),
                row.getInt("grid"),
                row.getBoolean("serial"),
                row.getBoolean("comparing"),
                new Estimate(row.getBigDecimal("estimate_usd"), row.getInt("estimate_unpriced")),
                row.getBigDecimal("budget_usd"),
                parse(row.getString("source")),
                GivenNames.read(Optional.ofNullable(row.getString("given")).map(this::parse)),
                row.getString("created_by"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static RunState state(ResultSet row) throws SQLException {
        var finished = row.getObject("finished_at", OffsetDateTime.class);
        var at = finished == null ? Instant.EPOCH : finished.toInstant();
        return switch (row.getString("state")) {
            case "running" -> new RunState.Running();
            case "held" ->
                    new RunState.Held(
                            Optional.ofNullable(row.getString("held_reason")),
                            Optional.ofNullable(row.getObject("held_until", OffsetDateTime.class))
                                    .map(OffsetDateTime::toInstant));
            case "completed" -> new RunState.Completed(at);
            case "cancelled" -> new RunState.Cancelled(at);
            case "failed" -> new RunState.Failed(at, row.getString("failure"));
            case String other -> throw new IllegalStateException("no run state " + other);
        };
    }

    private Column column(ResultSet row) throws SQLException {
        return new Column(
                row.getInt("number"),
                row.getObject("card_id", UUID.class),
                row.getInt("version"),
                row.getString("prompt_label"),
                row.getString("provider_id"),
                Optional.ofNullable(row.getString("provider_label")),
                row.getString("provider_kind"),
                row.getString("model"),
                parse(row.getString("config")));
    }

    private ObjectNode parse(String text) {
        try {
            return (ObjectNode) json.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL returned jsonb that is no JSON", e);
        }
    }

    static <S extends SqlStatement<S>> S bound(S statement, WorkspaceId workspace, RunId run) {
        return statement.bind("workspaceId", workspace.value()).bind("runId", run.value());
    }
}
