package dev.promptcards;

import dev.promptcards.queue.QueuedRun;
import dev.promptcards.queue.RunId;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/// A run with one column and so many cases, put into the database statement by statement, for tests
/// of the queue that want no worker.
public record SeededRun(WorkspaceId workspace, RunId run, Instant createdAt) {

    public QueuedRun key() {
        return new QueuedRun(workspace, run);
    }

    public static SeededRun of(
            WorkspaceTransactions transactions, WorkspaceId workspace, int items) {
        var id = NewId.next();
        var createdAt = NewId.time(id);
        transactions.inWorkspace(
                workspace,
                handle -> {
                    UUID w = workspace.value();
                    UUID card = UUID.randomUUID();
                    UUID suite = UUID.randomUUID();
                    handle.execute(
                            "INSERT INTO prompt_cards (workspace_id, id, slug, title) VALUES (?, ?,"
                                    + " ?, 'seeded')",
                            w,
                            card,
                            "seeded-" + card);
                    handle.execute(
                            """
                            INSERT INTO card_versions (workspace_id, card_id, number, kind, template,
                                   content_hash, created_by)
                            VALUES (?, ?, 1, 'text', 'hello', '\\x00', 'test')
                            """,
                            w,
                            card);
                    handle.execute(
                            "INSERT INTO test_suites (workspace_id, id, slug, name, revision)"
                                    + " VALUES (?, ?, ?, 'seeded', 1)",
                            w,
                            suite,
                            "seeded-" + suite);
                    handle.execute(
                            """
                            INSERT INTO suite_revisions (workspace_id, suite_id, number, cases,
                                   content_hash, created_by, published_at)
                            VALUES (?, ?, 1, ?, '\\x00', 'test', now())
                            """,
                            w,
                            suite,
                            items);
                    handle.execute(
                            """
                            INSERT INTO test_cases (workspace_id, suite_id, revision, position, key)
                            SELECT ?, ?, 1, n, 'case-' || n FROM generate_series(0, ? - 1) AS n
                            """,
                            w,
                            suite,
                            items);
                    handle.execute(
                            """
                            INSERT INTO test_runs (workspace_id, id, number, suite_id, suite_revision,
                                   concurrency, timeout_millis, total_items, request_hash, created_by,
                                   created_at)
                            SELECT workspace_id, ?, coalesce((SELECT max(number) FROM test_runs
                                   WHERE workspace_id = s.workspace_id), 0) + 1, id, 1, 4, 1000, ?,
                                   '\\x00', 'test', ?
                              FROM test_suites s WHERE workspace_id = ? AND id = ?
                            """,
                            id,
                            items,
                            createdAt.atOffset(ZoneOffset.UTC),
                            w,
                            suite);
                    handle.execute(
                            "INSERT INTO run_progress (workspace_id, run_id) VALUES (?, ?)", w, id);
                    handle.execute(
                            """
                            INSERT INTO run_columns (workspace_id, run_id, number, card_id, version,
                                   prompt_label, provider_id, provider_kind, model)
                            VALUES (?, ?, 0, ?, 1, 'seeded', 'echo', 'echo', 'echo')
                            """,
                            w,
                            id,
                            card);
                    handle.execute(
                            """
                            INSERT INTO run_items (workspace_id, run_id, number, column_number,
                                   case_position, repeat_number)
                            SELECT ?, ?, n, 0, n, 0 FROM generate_series(0, ? - 1) AS n
                            """,
                            w,
                            id,
                            items);
                    return id;
                });
        return new SeededRun(workspace, new RunId(id), createdAt);
    }
}
