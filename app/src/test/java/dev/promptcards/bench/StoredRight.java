package dev.promptcards.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.database.DatabaseUrl;

import java.sql.Connection;
import java.sql.SQLException;

/// Whether the database agrees with itself after a benchmark.
final class StoredRight {

    private StoredRight() {}

    /// Counters of runs and roll-ups of a workspace are what its executions add up to, or an
    /// IllegalStateException.
    static void check(DatabaseUrl application, String slug) throws SQLException {
        try (var connection = application.connect()) {
            connection.setAutoCommit(false);
            Tenants.bind(connection, slug);
            var faults = JsonNodeFactory.instance.objectNode();
            faults.put(
                    "runs whose counters are wrong",
                    number(
                            connection,
                            """
                            SELECT count(*) FROM run_progress p
                              JOIN test_runs r ON r.workspace_id = p.workspace_id AND r.id = p.run_id
                             WHERE p.passed + p.failed + p.errors <> r.total_items
                            """));
            faults.put(
                    "executions more or less than items",
                    number(
                            connection,
                            """
                            SELECT (SELECT count(*) FROM test_executions) - (SELECT sum(total_items) FROM test_runs)
                            """));
            faults.put(
                    "executions more or less than rolled up",
                    number(
                            connection,
                            """
                            SELECT (SELECT count(*) FROM test_executions)
                                   - (SELECT coalesce(sum(executions), 0) FROM execution_rollups WHERE grain = 'workspace')
                            """));
            System.out.println("checked: " + faults);
            faults.forEach(
                    fault -> {
                        if (fault.asLong() != 0) {
                            throw new IllegalStateException("the database contradicts itself");
                        }
                    });
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
