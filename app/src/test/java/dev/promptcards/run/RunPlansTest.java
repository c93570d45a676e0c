package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.SeededRun;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.http.Between;
import dev.promptcards.tenancy.WorkspaceId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/// The plans by which runs are listed, as the application's role, under row-level security.
class RunPlansTest {

    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final int RUNS = 20_000;
    private static WorkspaceId workspace = DATABASE.workspace();

    /// Some workspaces with many runs each, on a suite everybody uses and on others, each of which
    /// had a few long ago.
    @BeforeAll
    static void many_runs() {
        for (int i = 0; i < 3; i++) {
            workspace = DATABASE.workspace();
            var run = SeededRun.of(DATABASE.transactions(), workspace, 1);
            DATABASE.transactions()
                    .inWorkspace(
                            workspace,
                            handle -> {
                                handle.execute(
                                        """
                                        INSERT INTO test_suites (workspace_id, id, slug, name, revision)
                                        SELECT ?, gen_random_uuid(), 'suite-' || n, 'a suite', 1
                                          FROM generate_series(1, 500) n
                                        """,
                                        workspace.value());
                                handle.execute(
                                        """
                                        INSERT INTO suite_revisions (workspace_id, suite_id, number, cases,
                                               content_hash, created_by, published_at)
                                        SELECT workspace_id, id, 1, 1, '\\x00', 'test', now()
                                          FROM test_suites
                                         WHERE workspace_id = ? AND slug LIKE 'suite-%'
                                        """,
                                        workspace.value());
                                return handle.execute(
                                        """
                                        INSERT INTO test_runs (workspace_id, id, number, suite_id,
                                               suite_revision, concurrency, timeout_millis, total_items,
                                               request_hash, created_by, created_at, state, finished_at)
                                        SELECT r.workspace_id, gen_random_uuid(), n, coalesce(s.id, r.suite_id),
                                               1, 4, 1000, 1, '\\x00', 'test', r.created_at, 'completed', now()
                                          FROM test_runs r
                                         CROSS JOIN generate_series(2, ?) n
                                          LEFT JOIN test_suites s ON s.workspace_id = r.workspace_id
                                               AND n <= 10000 AND s.slug = 'suite-' || n % 500
                                         WHERE r.workspace_id = ? AND r.id = ?
                                        """,
                                        RUNS, workspace.value(), run.run().value());
                            });
        }
        DATABASE.ownerJdbi().useHandle(owner -> owner.execute("ANALYZE test_runs, test_suites"));
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void those_of_a_suite_are_looked_up_by_it() {
        assertThat(explained(new RunFilter(none(), Optional.of("suite-7"), none(), Between.any())))
                .contains("test_runs_suite_idx")
                .doesNotContain("Seq Scan on test_runs");
    }

    @Test
    void all_of_them_are_read_in_the_order_they_are_listed_in() {
        assertThat(explained(new RunFilter(none(), none(), none(), Between.any())))
                .contains("Index Scan Backward using test_runs_number_key")
                .doesNotContain("Seq Scan on test_runs")
                .doesNotContain("Sort Key");
    }

    private static Optional<String> none() {
        return Optional.empty();
    }

    private static String explained(RunFilter filter) {
        List<String> lines =
                DATABASE.transactions()
                        .inWorkspace(
                                workspace,
                                handle -> {
                                    var query =
                                            handle.createQuery(
                                                    "EXPLAIN " + RunRepository.listing(filter));
                                    filter.bind(query);
                                    return query.bind("workspaceId", workspace.value())
                                            .bind("before", Integer.MAX_VALUE)
                                            .bind("limit", 51)
                                            .mapTo(String.class)
                                            .list();
                                });
        return String.join("\n", lines);
    }
}
