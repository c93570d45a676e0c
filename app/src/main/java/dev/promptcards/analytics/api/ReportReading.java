package dev.promptcards.analytics.api;

import dev.promptcards.analytics.Report;
import dev.promptcards.analytics.ReportFilter;
import dev.promptcards.analytics.ReportQuestion;
import dev.promptcards.analytics.ReportTable;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.context.annotation.Value;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.time.Duration;

/// Asks the database for a report, within a limit of time.
@Singleton
class ReportReading {

    /// SQLSTATE of a statement that was cancelled.
    private static final String CANCELLED = "57014";

    private final WorkspaceTransactions transactions;
    private final ReportDocument document;
    private final ReportMetrics metrics;
    private final Duration limit;

    /// @param limit `PROMPTCARDS_REPORT_LIMIT`, how long a report may take
    ReportReading(
            WorkspaceTransactions transactions,
            ReportDocument document,
            ReportMetrics metrics,
            @Value("${promptcards.report.limit:10s}") Duration limit) {
        this.transactions = transactions;
        this.document = document;
        this.metrics = metrics;
        this.limit = limit;
    }

    /// The answer as [ReportDocument] writes it.
    ///
    /// @throws Problem.TooSlow where it takes longer than the limit
    /// @throws Problem.NotFound where the card or the suite it is narrowed to does not exist
    byte[] read(WorkspaceId workspace, Report report, ReportQuestion question) {
        long start = System.nanoTime();
        var table =
                transactions.reading(
                        workspace, limit, handle -> table(handle, workspace, report, question));
        metrics.took(report, Duration.ofNanos(System.nanoTime() - start));
        return document.write(report, question, table);
    }

    private ReportTable table(
            Handle handle, WorkspaceId workspace, Report report, ReportQuestion question) {
        requireThere(handle, workspace, question, ReportFilter.CARD, CARD);
        requireThere(handle, workspace, question, ReportFilter.SUITE, SUITE);
        try {
            return report.answer(handle.getConnection(), workspace.value(), question);
        } catch (SQLException e) {
            if (CANCELLED.equals(e.getSQLState())) {
                metrics.cancelled(report);
                throw tooSlow(report);
            }
            throw new IllegalStateException("the report " + report.name() + " failed", e);
        }
    }

    private static final String CARD =
            "SELECT 1 FROM prompt_cards WHERE workspace_id = :workspaceId AND slug = :slug";
    private static final String SUITE =
            "SELECT 1 FROM test_suites WHERE workspace_id = :workspaceId AND slug = :slug";

    /// A misspelled slug is told, not answered with nothing.
    private static void requireThere(
            Handle handle,
            WorkspaceId workspace,
            ReportQuestion question,
            ReportFilter filter,
            String sql) {
        var slug = question.filters().get(filter);
        if (slug != null
                && handle.createQuery(sql)
                        .bind("workspaceId", workspace)
                        .bind("slug", slug)
                        .mapTo(int.class)
                        .findOne()
                        .isEmpty()) {
            throw new Problem.NotFound("There is no %s `%s`.".formatted(filter.word(), slug));
        }
    }

    private Problem.TooSlow tooSlow(Report report) {
        return new Problem.TooSlow(
                "The report `%s` takes longer than %d ms. Ask for less: a shorter `window`, or one of the filters %s."
                        .formatted(
                                report.name(),
                                limit.toMillis(),
                                String.join(
                                        ", ",
                                        report.filters().stream()
                                                .filter(ReportFilter::narrows)
                                                .map(ReportFilter::word)
                                                .toList())));
    }
}
