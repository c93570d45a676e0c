package dev.promptcards.analytics;

import static dev.promptcards.analytics.SomeRuns.Try.failed;
import static dev.promptcards.analytics.SomeRuns.Try.passed;

import dev.promptcards.TestDatabase;
import dev.promptcards.tenancy.WorkspaceId;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reports asked of a new workspace, beside another whose executions none of them may count.
final class AskedReports {

    static final ReportWindow SPRING =
            new ReportWindow(
                    Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-06-01T00:00:00Z"));

    private final TestDatabase database;
    private final WorkspaceId workspace;

    AskedReports(TestDatabase database) {
        this.database = database;
        this.workspace = database.workspace();
        new SomeRuns(database, database.workspace())
                .run(
                        "2026-03-09T10:00:00Z",
                        "basics",
                        "poet",
                        1,
                        "openai:gpt-a",
                        passed("moon"),
                        failed("moon"));
    }

    WorkspaceId workspace() {
        return workspace;
    }

    /// What runs in it.
    SomeRuns runs() {
        return new SomeRuns(database, workspace);
    }

    /// One that passes, and one that fails again.
    static SomeRuns.Try[] flaky() {
        return new SomeRuns.Try[] {passed("moon"), failed("moon").repeat(1)};
    }

    List<Map<String, Object>> ask(String report, Map<ReportFilter, String> filters) {
        return ask(report, SPRING, filters);
    }

    List<Map<String, Object>> ask(
            String report, ReportWindow window, Map<ReportFilter, String> filters) {
        var table = table(report, new ReportQuestion(window, filters, 100));
        return table.rows().stream()
                .map(
                        row -> {
                            Map<String, Object> named = new HashMap<>();
                            for (int i = 0; i < row.size(); i++) {
                                named.put(table.columns().get(i).name(), row.get(i));
                            }
                            return named;
                        })
                .toList();
    }

    ReportTable table(String name, ReportQuestion question) {
        return database.transactions()
                .reading(
                        workspace,
                        Duration.ofSeconds(10),
                        handle -> {
                            try {
                                return Reports.named(name)
                                        .orElseThrow()
                                        .answer(
                                                handle.getConnection(),
                                                workspace.value(),
                                                question);
                            } catch (SQLException e) {
                                throw new AssertionError(e);
                            }
                        });
    }
}
