package dev.promptcards.run.imported;

import dev.promptcards.card.Slug;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/// The rows of an import inside its transaction, where the database sorts and counts them. Nobody
/// else ever sees one.
final class Staging {

    private static final int BATCH_ROWS = 1000;
    private static final int BATCH_CHARACTERS = 4 << 20;

    private static final String INSERT =
            """
            INSERT INTO import_rows (workspace_id, run_id, line, card, version, provider, model,
                   case_key, repeat_number, ran_at, outcome, score, reason, prompt, output, error,
                   execution_time_ms, prompt_tokens, completion_tokens, cost_usd)
            SELECT ?, g.* FROM unnest(?::uuid[], ?::int[], ?::text[], ?::int[], ?::text[], ?::text[],
                   ?::text[], ?::int[], ?::timestamptz[], ?::text[], ?::float8[], ?::text[], ?::text[],
                   ?::text[], ?::text[], ?::int8[], ?::int[], ?::int[], ?::numeric[]) AS g
            """;

    private final Handle handle;
    private final WorkspaceId workspace;
    private final Survey survey;
    private final UUID[] runs;
    private final Instant now;

    /// @param now when rows without a time are taken to have run
    Staging(Handle handle, WorkspaceId workspace, Survey survey, Instant now) {
        this.handle = handle;
        this.workspace = workspace;
        this.survey = survey;
        this.now = now;
        this.runs = survey.days().stream().map(day -> day.run().value()).toArray(UUID[]::new);
    }

    /// Reads the file again, now for keeps.
    void fill(ImportFile file) {
        var reader = new ImportReader(file.text(), now);
        var batch = new ArrayList<ImportRow>(BATCH_ROWS);
        int characters = 0;
        for (var row = reader.next(); row.isPresent(); row = reader.next()) {
            batch.add(row.get());
            characters += row.get().characters();
            if (batch.size() == BATCH_ROWS || characters > BATCH_CHARACTERS) {
                insert(batch);
                batch.clear();
                characters = 0;
            }
        }
        if (!batch.isEmpty()) {
            insert(batch);
        }
    }

    /// Refuses the same try of the same case twice.
    void requireDistinctRepeats() {
        handle.createQuery(
                        """
                        SELECT line, earlier
                          FROM (SELECT line, lag(line) OVER (PARTITION BY run_id, card, version, provider,
                                       model, case_key, repeat_number ORDER BY line) AS earlier
                                  FROM import_rows
                                 WHERE workspace_id = :workspaceId AND run_id = ANY (:runs)
                                   AND repeat_number IS NOT NULL) twice
                         WHERE earlier IS NOT NULL ORDER BY line LIMIT 1
                        """)
                .bind("workspaceId", workspace.value())
                .bindArray("runs", UUID.class, (Object[]) runs)
                .map((row, _) -> new int[] {row.getInt(1), row.getInt(2)})
                .findOne()
                .ifPresent(
                        lines -> {
                            throw new Problem.Invalid(
                                    "line %d, column repeat: line %d is the same try of the same case; number the tries of a case from 0, or leave the column out"
                                            .formatted(lines[0], lines[1]));
                        });
    }

    /// The most tries of one case in one column, of each run.
    List<Repeats> repeats() {
        return handle.createQuery(
                        """
                        SELECT run_id, max(tries)::int
                          FROM (SELECT run_id, coalesce(max(repeat_number) + 1, count(*)) AS tries
                                  FROM import_rows
                                 WHERE workspace_id = :workspaceId AND run_id = ANY (:runs)
                                 GROUP BY run_id, card, version, provider, model, case_key) counted
                         GROUP BY run_id
                        """)
                .bind("workspaceId", workspace.value())
                .bindArray("runs", UUID.class, (Object[]) runs)
                .map((row, _) -> new Repeats(row.getObject(1, UUID.class), row.getInt(2)))
                .list();
    }

    /// What the texts of all rows take.
    long bytes() {
        return handle.createQuery(
                        """
                        SELECT coalesce(sum(coalesce(pg_column_size(prompt), 0)
                                            + coalesce(pg_column_size(output), 0)
                                            + coalesce(pg_column_size(error), 0)
                                            + coalesce(pg_column_size(reason), 0)), 0)
                          FROM import_rows
                         WHERE workspace_id = :workspaceId AND run_id = ANY (:runs)
                        """)
                .bind("workspaceId", workspace.value())
                .bindArray("runs", UUID.class, (Object[]) runs)
                .mapTo(Long.class)
                .one();
    }

    record Repeats(UUID run, int most) {}

    /// A case that a suite's revision lacks, where it is met first.
    record Missing(int line, String key) {}

    /// The cases that are not in a suite's revision, in the order of the file. Close it.
    ResultIterator<Missing> missing(UUID suite, int revision) {
        return handle.createQuery(
                        """
                        SELECT min(i.line) AS line, i.case_key AS key
                          FROM import_rows i
                         WHERE i.workspace_id = :workspaceId AND i.run_id = ANY (:runs)
                           AND NOT EXISTS (SELECT FROM test_cases t
                                            WHERE t.workspace_id = :workspaceId AND t.suite_id = :suiteId
                                              AND t.revision = :revision AND t.key = i.case_key)
                         GROUP BY i.case_key ORDER BY min(i.line)
                        """)
                .bind("workspaceId", workspace.value())
                .bindArray("runs", UUID.class, (Object[]) runs)
                .bind("suiteId", suite)
                .bind("revision", revision)
                .setFetchSize(BATCH_ROWS)
                .map((row, _) -> new Missing(row.getInt(1), row.getString(2)))
                .iterator();
    }

    void clear() {
        handle.createUpdate(
                        """
                        DELETE FROM import_rows
                         WHERE workspace_id = :workspaceId AND run_id = ANY (:runs)
                        """)
                .bind("workspaceId", workspace.value())
                .bindArray("runs", UUID.class, (Object[]) runs)
                .execute();
    }

    private void insert(List<ImportRow> rows) {
        try (var statement = handle.getConnection().prepareStatement(INSERT)) {
            int at = 1;
            statement.setObject(at++, workspace.value());
            for (var column : columns(rows)) {
                statement.setArray(at++, column);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("staging the rows of an import failed", e);
        }
    }

    private List<Array> columns(List<ImportRow> rows) throws SQLException {
        return List.of(
                of(rows, "uuid", row -> survey.day(row).run().value()),
                of(rows, "int4", ImportRow::line),
                of(rows, "text", row -> Slug.named(row.card())),
                of(rows, "int4", row -> Objects.requireNonNullElse(row.version(), 1)),
                of(
                        rows,
                        "text",
                        row -> Objects.requireNonNullElse(row.provider(), ImportedRuns.UNKNOWN)),
                of(rows, "text", ImportRow::model),
                of(rows, "text", ImportRow::caseKey),
                of(rows, "int4", ImportRow::repeat),
                of(
                        rows,
                        "timestamptz",
                        row ->
                                Objects.requireNonNullElse(row.at(), survey.day(row).createdAt())
                                        .atOffset(ZoneOffset.UTC)
                                        .toString()),
                of(rows, "text", ImportRow::outcome),
                of(rows, "float8", ImportRow::score),
                of(rows, "text", ImportRow::reason),
                of(rows, "text", ImportRow::prompt),
                of(rows, "text", ImportRow::output),
                of(rows, "text", ImportRow::error),
                of(rows, "int8", ImportRow::executionTimeMs),
                of(rows, "int4", ImportRow::promptTokens),
                of(rows, "int4", ImportRow::completionTokens),
                of(rows, "numeric", ImportRow::costUsd));
    }

    private Array of(List<ImportRow> rows, String type, Function<ImportRow, @Nullable Object> field)
            throws SQLException {
        return handle.getConnection().createArrayOf(type, rows.stream().map(field).toArray());
    }
}
