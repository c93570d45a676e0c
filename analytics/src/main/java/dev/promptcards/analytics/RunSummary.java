package dev.promptcards.analytics;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// How a run came out, as a whole or in one column. Report `run_summary.sql`; exact, from single
/// executions.
///
/// @param column the column's number; null for the whole run
/// @param meanScore null where nothing was graded
/// @param latencyP50Ms milliseconds of the calls this run made; null where it made none
/// @param unpriced answers whose price is not known; they are not in `costUsd`
/// @param gradingCostUsd of all judges' answers these executions were graded by, those from the
///     cache among them
public record RunSummary(
        @Nullable Integer column,
        int executions,
        int passed,
        int failed,
        int errors,
        int unknown,
        @Nullable Double meanScore,
        @Nullable Double latencyP50Ms,
        @Nullable Double latencyP95Ms,
        BigDecimal costUsd,
        int unpriced,
        long promptTokens,
        long completionTokens,
        BigDecimal gradingCostUsd,
        long gradingPromptTokens,
        long gradingCompletionTokens) {

    private static final ReportSql SQL = new ReportSql("run_summary.sql");

    /// Passed ÷ (passed + failed + errors), the one definition of the pass rate; empty where
    /// nothing has such an outcome.
    public Optional<PassRate> passRate() {
        int tries = passed + failed + errors;
        return tries == 0 ? Optional.empty() : Optional.of(PassRate.of(passed, tries));
    }

    /// Columns in order, then the whole run.
    ///
    /// @param connection inside a transaction bound to the workspace
    /// @param createdAt when the run was enqueued
    public static List<RunSummary> of(
            Connection connection, UUID workspace, UUID run, Instant createdAt)
            throws SQLException {
        var values = Map.of("workspace_id", workspace, "run_id", run, "created_at", createdAt);
        try (var statement = SQL.prepare(connection, values);
                var rows = statement.executeQuery()) {
            var summaries = new ArrayList<RunSummary>();
            while (rows.next()) {
                summaries.add(read(rows));
            }
            return summaries;
        }
    }

    private static RunSummary read(ResultSet row) throws SQLException {
        return new RunSummary(
                row.getObject("column_number", Integer.class),
                row.getInt("executions"),
                row.getInt("passed"),
                row.getInt("failed"),
                row.getInt("errors"),
                row.getInt("unknown"),
                row.getObject("mean_score", Double.class),
                row.getObject("latency_p50_ms", Double.class),
                row.getObject("latency_p95_ms", Double.class),
                row.getBigDecimal("cost_usd"),
                row.getInt("unpriced"),
                row.getLong("prompt_tokens"),
                row.getLong("completion_tokens"),
                row.getBigDecimal("grading_cost_usd"),
                row.getLong("grading_prompt_tokens"),
                row.getLong("grading_completion_tokens"));
    }
}
