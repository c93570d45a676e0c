package dev.promptcards.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.problem.Problem;
import dev.promptcards.queue.RunId;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The statements that start a run. They share one transaction: the run, its columns and its items
/// are there together, or none of them is.
final class RunStart {

    /// More items than this do not fit the item's number with room to spare.
    private static final long MAXIMUM_ITEMS = 100_000_000;

    /// A version of a card, found.
    record PinnedPrompt(UUID cardId, int version, String label) {}

    /// A suite's revision, found.
    record PinnedSuite(UUID suiteId, int revision, int cases) {}

    private RunStart() {}

    static PinnedPrompt pin(Handle handle, WorkspaceId workspace, RunRequest.PromptChoice choice) {
        if (choice.at() != null && choice.version() != null) {
            throw new Problem.Invalid(
                    "prompts: give a version or a label (`at`) of card '%s', not both"
                            .formatted(choice.card()));
        }
        var found =
                handle.createQuery(
                                """
                                SELECT c.id, c.title, v.number AS version
                                  FROM prompt_cards c
                                  LEFT JOIN card_labels l
                                         ON l.workspace_id = c.workspace_id AND l.card_id = c.id
                                        AND l.label = :at
                                  LEFT JOIN card_versions v
                                         ON v.workspace_id = c.workspace_id AND v.card_id = c.id
                                        AND v.number = CASE WHEN :at <> 'latest' THEN l.version
                                                            ELSE coalesce(:version, c.latest_version) END
                                 WHERE c.workspace_id = :workspaceId AND c.slug = :slug
                                """)
                        .bind("workspaceId", workspace.value())
                        .bind("slug", choice.card())
                        .bind("at", choice.at() == null ? "latest" : choice.at())
                        .bind("version", choice.version())
                        .map(
                                (row, _) ->
                                        new PinnedPrompt(
                                                row.getObject("id", UUID.class),
                                                row.getInt("version"),
                                                choice.label() == null
                                                        ? row.getString("title")
                                                        : choice.label()))
                        .findOne()
                        .orElseThrow(
                                () ->
                                        new Problem.Invalid(
                                                "prompts: there is no card '"
                                                        + choice.card()
                                                        + "'"));
        if (found.version() == 0) {
            throw new Problem.Invalid(
                    "prompts: card '%s' has no version %s"
                            .formatted(
                                    choice.card(),
                                    choice.at() != null
                                            ? "labelled '" + choice.at() + "'"
                                            : String.valueOf(choice.version())));
        }
        return found;
    }

    static PinnedSuite pin(Handle handle, WorkspaceId workspace, RunRequest.SuiteChoice choice) {
        return handle.createQuery(
                        """
                        SELECT s.id AS suite_id, r.number AS revision, r.cases
                          FROM test_suites s
                          JOIN suite_revisions r
                            ON r.workspace_id = s.workspace_id AND r.suite_id = s.id
                           AND r.number = coalesce(:revision, s.revision)
                         WHERE s.workspace_id = :workspaceId AND s.slug = :slug
                           AND r.published_at IS NOT NULL
                        """)
                .bind("workspaceId", workspace.value())
                .bind("slug", choice.slug())
                .bind("revision", choice.revision())
                .mapTo(PinnedSuite.class)
                .findOne()
                .orElseThrow(
                        () ->
                                new Problem.Invalid(
                                        "suite: there is no suite '%s'%s"
                                                .formatted(
                                                        choice.slug(),
                                                        choice.revision() == null
                                                                ? " with cases"
                                                                : " at revision "
                                                                        + choice.revision())));
    }

    /// The run an idempotency key has started before, and the hash of what it was asked for.
    record Earlier(RunId run, byte[] requestHash) {}

    static Optional<Earlier> earlier(Handle handle, WorkspaceId workspace, String idempotencyKey) {
        return handle.createQuery(
                        """
                        SELECT id, request_hash FROM test_runs
                         WHERE workspace_id = :workspaceId AND idempotency_key = :key
                        """)
                .bind("workspaceId", workspace.value())
                .bind("key", idempotencyKey)
                .map(
                        (row, _) ->
                                new Earlier(
                                        new RunId(row.getObject("id", UUID.class)),
                                        row.getBytes("request_hash")))
                .findOne();
    }

    /// Inserts the run; its number is the workspace's next.
    static void insertRun(
            Handle handle,
            WorkspaceId workspace,
            RunId run,
            RunRequest request,
            PinnedSuite suite,
            int total,
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
                                       timeout_millis, total_items, source, idempotency_key,
                                       request_hash, created_by, created_at)
                                VALUES (:workspaceId, :runId, :number, :suiteId, :revision, :repeats,
                                       :firstCases, :concurrency, :useCache, :onUnknown, :timeout,
                                       :total, :source::jsonb, :key, :hash, :createdBy, :createdAt)
                                """),
                        workspace,
                        run)
                .bind("number", number)
                .bind("suiteId", suite.suiteId())
                .bind("revision", suite.revision())
                .bind("repeats", repeats(request))
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
                .bind("total", total)
                .bind(
                        "source",
                        (request.source() == null
                                        ? JsonNodeFactory.instance.objectNode()
                                        : request.source())
                                .toString())
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

    /// Puts every item into the queue. Rows come in the order of a result table: tests, then
    /// repeats of a test as a whole, then the cases it expands to; within a row, columns.
    static void enqueue(
            Handle handle,
            WorkspaceId workspace,
            RunId run,
            PinnedSuite suite,
            RunRequest request,
            int columns) {
        RunRepository.bound(
                        handle.createUpdate(
                                """
                                INSERT INTO run_items (workspace_id, run_id, number, column_number,
                                       case_position, repeat_number)
                                SELECT :workspaceId, :runId,
                                       ((c.position - c.expansion_offset) * :repeats
                                         + r.repeat * c.expansion_size + c.expansion_offset)
                                         * :columns + k.number,
                                       k.number, c.position, r.repeat
                                  FROM test_cases c
                                 CROSS JOIN generate_series(0, :repeats - 1) AS r (repeat)
                                 CROSS JOIN generate_series(0, :columns - 1) AS k (number)
                                 WHERE c.workspace_id = :workspaceId AND c.suite_id = :suiteId
                                   AND c.revision = :revision AND c.position < :first
                                 ORDER BY 3
                                ON CONFLICT DO NOTHING
                                """),
                        workspace,
                        run)
                .bind("repeats", repeats(request))
                .bind("columns", columns)
                .bind("suiteId", suite.suiteId())
                .bind("revision", suite.revision())
                .bind("first", cases(suite, request))
                .execute();
    }

    static int total(PinnedSuite suite, RunRequest request, int columns) {
        long total = (long) cases(suite, request) * repeats(request) * columns;
        if (total > MAXIMUM_ITEMS) {
            throw new Problem.Invalid(
                    "%,d cases × %,d repeats × %,d columns are more than %,d executions; split the run"
                            .formatted(
                                    cases(suite, request),
                                    repeats(request),
                                    columns,
                                    MAXIMUM_ITEMS));
        }
        return (int) total;
    }

    /// Providers × prompts, less those a provider does not want.
    static List<Column> columns(
            List<RunRequest.ProviderChoice> providers,
            List<PinnedPrompt> prompts,
            java.util.function.Function<RunRequest.ProviderChoice, Resolved> resolve) {
        var columns = new ArrayList<Column>();
        for (var provider : providers) {
            var resolved = resolve.apply(provider);
            for (var prompt : prompts) {
                if (provider.prompts() == null || provider.prompts().contains(prompt.label())) {
                    columns.add(
                            new Column(
                                    columns.size(),
                                    prompt.cardId(),
                                    prompt.version(),
                                    prompt.label(),
                                    provider.id(),
                                    Optional.ofNullable(provider.label()),
                                    resolved.kind(),
                                    resolved.model(),
                                    resolved.config()));
                }
            }
        }
        if (columns.isEmpty()) {
            throw new Problem.Invalid("providers: none of them is tried on any of the prompts");
        }
        return columns;
    }

    /// What is kept of a provider choice: no secret stands in it.
    record Resolved(
            String kind, String model, com.fasterxml.jackson.databind.node.ObjectNode config) {}

    private static int repeats(RunRequest request) {
        return request.repeat() == null ? 1 : request.repeat();
    }

    private static int cases(PinnedSuite suite, RunRequest request) {
        return request.firstCases() == null
                ? suite.cases()
                : Math.min(suite.cases(), request.firstCases());
    }
}
