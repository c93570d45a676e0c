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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Asks the database for a report, within a limit of time, and with few connections at once: who
/// looks at figures does not hold up who works.
@Singleton
class ReportReading {

    /// SQLSTATE of a statement that was cancelled.
    private static final String CANCELLED = "57014";

    private final WorkspaceTransactions transactions;
    private final ReportDocument document;
    private final ReportMetrics metrics;
    private final Duration limit;
    private final Semaphore places;

    /// @param limit `PROMPTCARDS_REPORT_LIMIT`, how long a report may take
    /// @param places `PROMPTCARDS_REPORT_PLACES`, how many reports are read at once
    ReportReading(
            WorkspaceTransactions transactions,
            ReportDocument document,
            ReportMetrics metrics,
            @Value("${promptcards.report.limit:10s}") Duration limit,
            @Value("${promptcards.report.places:6}") int places) {
        this.transactions = transactions;
        this.document = document;
        this.metrics = metrics;
        this.limit = limit;
        this.places = new Semaphore(places, true);
    }

    /// The answer as [ReportDocument] writes it.
    ///
    /// @throws Problem.TooSlow where it takes longer than the limit
    /// @throws Problem.TooMany where no place is free for as long
    /// @throws Problem.NotFound where the card or the suite it is narrowed to does not exist
    byte[] read(WorkspaceId workspace, Report report, ReportQuestion question) {
        enter(report);
        try {
            long start = System.nanoTime();
            var table =
                    transactions.reading(
                            workspace, limit, handle -> table(handle, workspace, report, question));
            metrics.took(report, Duration.ofNanos(System.nanoTime() - start));
            return document.write(report, question, table);
        } finally {
            places.release();
        }
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

    private void enter(Report report) {
        try {
            if (!places.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Problem.TooMany(
                        "Too many reports are being read; `%s` found no place for %s. Ask again in a moment."
                                .formatted(report.name(), seconds()),
                        Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("The server stops.");
        }
    }

    private Problem.TooSlow tooSlow(Report report) {
        return new Problem.TooSlow(
                "The report `%s` takes longer than %s. Ask for less: a shorter `window`, or one of the filters %s."
                        .formatted(
                                report.name(),
                                seconds(),
                                String.join(
                                        ", ",
                                        report.filters().stream()
                                                .map(ReportFilter::word)
                                                .toList())));
    }

    private String seconds() {
        return "%d ms".formatted(limit.toMillis());
    }
}
