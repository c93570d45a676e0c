package dev.promptcards.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.problem.Problem;
import dev.promptcards.queue.RunId;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// The statements that start a run. They share one transaction: the run, its columns and its items
/// are there together, or none of them is.
final class RunStart {

    /// More places than this do not fit the item's number with room to spare.
    private static final long MAXIMUM_ITEMS = 100_000_000;

    /// @param total the items to be carried out
    /// @param grid the places of the result table, holes among them
    /// @param serial whether they go one after the other
    /// @param comparing whether some rows are compared once they have settled
    record Size(int total, int grid, boolean serial, boolean comparing) {}

    private RunStart() {}

    /// Inserts the run; its number is the workspace's next.
    static void insertRun(
            Handle handle,
            WorkspaceId workspace,
            RunId run,
            RunRequest request,
            Pins.PinnedSuite suite,
            Size size,
            GivenNames given,
            Estimate estimate,
            @org.jspecify.annotations.Nullable String idempotencyKey,
            byte[] requestHash,
            String createdBy,
            Instant createdAt) {
        int number =
                handle.createQuery(
                                """
                                INSERT INTO run_numbers (workspace_id, last_number) VALUES (:workspaceId, 1)
                                ON CONFLICT (workspace_id)
                                DO UPDATE SET last_number = run_numbers.last_number + 1
                                RETURNING last_number
                                """)
                        .bind("workspaceId", workspace.value())
                        .mapTo(Integer.class)
                        .one();
        RunRepository.bound(
                        handle.createUpdate(
                                """
                                INSERT INTO test_runs (workspace_id, id, number, suite_id, suite_revision,
                                       repeats, first_cases, concurrency, use_cache, on_unknown,
                                       timeout_millis, total_items, grid_items, serial, comparing, source, given, idempotency_key,
                                       estimate_usd, estimate_unpriced, budget_usd, request_hash, created_by, created_at)
                                VALUES (:workspaceId, :runId, :number, :suiteId, :revision, :repeats,
                                       :firstCases, :concurrency, :useCache, :onUnknown, :timeout,
                                       :total, :grid, :serial, :comparing, :source::jsonb, :given::jsonb, :key,
                                       :estimate, :unpriced, :budget, :hash, :createdBy, :createdAt)
                                """),
                        workspace,
                        run)
                .bind("number", number)
                .bind("suiteId", suite.suiteId())
                .bind("revision", suite.revision())
                .bind("repeats", request.repeats())
                .bind("firstCases", request.firstCases())
                .bind(
                        "concurrency",
                        request.concurrency() == null
                                ? RunRequest.DEFAULT_CONCURRENCY
                                : request.concurrency())
                .bind("useCache", request.cache() == null || request.cache())
                .bind("onUnknown", request.policy().word())
                .bind(
                        "timeout",
                        request.timeoutMs() == null
                                ? RunRequest.DEFAULT_TIMEOUT_MS
                                : request.timeoutMs())
                .bind("total", size.total())
                .bind("grid", size.grid())
                .bind("serial", size.serial())
                .bind("comparing", size.comparing())
                .bind(
                        "source",
                        (request.source() == null
                                        ? JsonNodeFactory.instance.objectNode()
                                        : request.source())
                                .toString())
                .bind("given", given.json().toString())
                .bind("estimate", estimate.costUsd())
                .bind("unpriced", estimate.unpriced())
                .bind("budget", request.budgetUsd())
                .bind("key", idempotencyKey)
                .bind("hash", requestHash)
                .bind("createdBy", createdBy)
                .bind("createdAt", createdAt.atOffset(ZoneOffset.UTC))
                .execute();
        RunRepository.bound(
                        handle.createUpdate(
                                "INSERT INTO run_progress (workspace_id, run_id) VALUES"
                                        + " (:workspaceId, :runId)"),
                        workspace,
                        run)
                .execute();
    }

    static void insertColumns(
            Handle handle, WorkspaceId workspace, RunId run, List<Column> columns) {
        for (var column : columns) {
            RunRepository.bound(
                            handle.createUpdate(
                                    """
                                    INSERT INTO run_columns (workspace_id, run_id, number, card_id, version,
                                           prompt_label, provider_id, provider_label, provider_kind,
                                           model, config)
                                    VALUES (:workspaceId, :runId, :number, :cardId, :version, :promptLabel,
                                           :providerId, :providerLabel, :providerKind, :model,
                                           :config::jsonb)
                                    """),
                            workspace,
                            run)
                    .bind("number", column.number())
                    .bind("cardId", column.cardId())
                    .bind("version", column.version())
                    .bind("promptLabel", column.promptLabel())
                    .bind("providerId", column.providerId())
                    .bind("providerLabel", column.providerLabel().orElse(null))
                    .bind("providerKind", column.providerKind())
                    .bind("model", column.model())
                    .bind("config", column.config().toString())
                    .execute();
        }
    }

    static Size size(
            Pins.PinnedSuite suite,
            RunRequest request,
            ColumnChoices choices,
            int columns,
            boolean serial) {
        int cases = request.cases(suite.cases());
        long grid = (long) cases * request.repeats() * columns;
        if (grid > MAXIMUM_ITEMS) {
            throw new Problem.Invalid(
                    "%,d cases × %,d repeats × %,d columns are more than %,d executions; split the run"
                            .formatted(cases, request.repeats(), columns, MAXIMUM_ITEMS));
        }
        long total = choices.items(request.repeats());
        if (total == 0) {
            throw new Problem.Invalid(
                    grid == 0
                            ? "suite: it has no cases at this revision"
                            : "suite: by the `providers` and `prompts` its cases choose, none of"
                                    + " them runs in any of the columns");
        }
        return new Size((int) total, (int) grid, serial, choices.comparing());
    }
}
