package dev.promptcards.analytics;

import dev.promptcards.TestDatabase;
import dev.promptcards.queue.QueuedRun;
import dev.promptcards.queue.RunId;
import dev.promptcards.run.RollUps;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.IntStream;

/// Runs and executions put into a workspace as a test wants them, without a worker.
public final class SomeRuns {

    private final TestDatabase database;
    private final WorkspaceId workspace;
    private int lastNumber;

    public SomeRuns(TestDatabase database, WorkspaceId workspace) {
        this.database = database;
        this.workspace = workspace;
    }

    /// One execution.
    ///
    /// @param said the reason, or what went wrong
    public record Try(
            String caseKey,
            String outcome,
            int repeat,
            @Nullable Long millis,
            @Nullable String cost,
            @Nullable String gradingCost,
            boolean cached,
            String said) {

        public static Try passed(String caseKey) {
            return of(caseKey, "passed");
        }

        public static Try failed(String caseKey) {
            return of(caseKey, "failed");
        }

        public static Try of(String caseKey, String outcome) {
            return new Try(caseKey, outcome, 0, 10L, "0.01", null, false, "as it is");
        }

        public Try repeat(int number) {
            return new Try(caseKey, outcome, number, millis, cost, gradingCost, cached, said);
        }

        public Try took(long time) {
            return new Try(caseKey, outcome, repeat, time, cost, gradingCost, cached, said);
        }

        public Try cost(@Nullable String usd, @Nullable String grading) {
            return new Try(caseKey, outcome, repeat, millis, usd, grading, cached, said);
        }

        public Try fromCache() {
            return new Try(caseKey, outcome, repeat, millis, cost, gradingCost, true, said);
        }

        public Try because(String text) {
            return new Try(caseKey, outcome, repeat, millis, cost, gradingCost, cached, text);
        }
    }

    /// A run of one column.
    ///
    /// @param at when it was started; every execution ends a second later than the one before
    /// @param suite its slug, as the card's; they are made where they are missing
    /// @param model `provider:model`
    public SomeRuns run(
            String at, String suite, String card, int version, String model, Try... tries) {
        var createdAt = Instant.parse(at).atOffset(ZoneOffset.UTC);
        var run = NewId.next();
        database.ownerJdbi()
                .useHandle(
                        owner ->
                                owner.createQuery("SELECT ensure_execution_partitions(:m, :m)")
                                        .bind("m", createdAt.toLocalDate())
                                        .mapTo(int.class)
                                        .one());
        database.transactions()
                .inWorkspace(
                        workspace,
                        handle -> {
                            content(handle, suite, card, version);
                            insert(handle, run, createdAt, suite, card, version, model);
                            for (int i = 0; i < tries.length; i++) {
                                insert(handle, run, createdAt, i, tries[i]);
                            }
                            var sums = new RollUps();
                            sums.add(
                                    handle,
                                    new QueuedRun(workspace, new RunId(run)),
                                    createdAt.toInstant(),
                                    IntStream.range(0, tries.length).boxed().toList());
                            sums.write(handle, workspace);
                            return run;
                        });
        return this;
    }

    /// Gives a card tags.
    public SomeRuns tag(String card, String tag) {
        return update(
                "UPDATE prompt_cards SET tags = to_jsonb(ARRAY[:value]) WHERE workspace_id = :w AND"
                        + " slug = :card",
                card,
                tag);
    }

    /// Points a label at version 1 of a card.
    public SomeRuns label(String card, String label) {
        return update(
                """
                INSERT INTO card_labels (workspace_id, card_id, label, version, updated_by)
                SELECT :w, id, :value, 1, 'test' FROM prompt_cards WHERE workspace_id = :w AND slug = :card
                """,
                card,
                label);
    }

    private SomeRuns update(String sql, String card, String value) {
        database.transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.createUpdate(sql)
                                        .bind("w", workspace)
                                        .bind("card", card)
                                        .bind("value", value)
                                        .execute());
        return this;
    }

    private void content(Handle handle, String suite, String card, int version) {
        handle.execute(
                "INSERT INTO prompt_cards (workspace_id, slug, title) VALUES (?, ?, ?) ON CONFLICT"
                        + " DO NOTHING",
                workspace.value(),
                card,
                card);
        handle.execute(
                """
                INSERT INTO card_versions (workspace_id, card_id, number, kind, template, content_hash, created_by)
                SELECT workspace_id, id, ?, 'text', 'hello', '\\x00', 'test'
                  FROM prompt_cards WHERE workspace_id = ? AND slug = ?
                ON CONFLICT DO NOTHING
                """,
                version,
                workspace.value(),
                card);
        handle.execute(
                "INSERT INTO test_suites (workspace_id, slug, name, revision) VALUES (?, ?, ?, 1)"
                        + " ON CONFLICT DO NOTHING",
                workspace.value(),
                suite,
                suite);
        handle.execute(
                """
                INSERT INTO suite_revisions (workspace_id, suite_id, number, cases, content_hash, created_by,
                       published_at)
                SELECT workspace_id, id, 1, 1, '\\x00', 'test', now()
                  FROM test_suites WHERE workspace_id = ? AND slug = ?
                ON CONFLICT DO NOTHING
                """,
                workspace.value(),
                suite);
    }

    private void insert(
            Handle handle,
            UUID run,
            OffsetDateTime createdAt,
            String suite,
            String card,
            int version,
            String model) {
        handle.execute(
                """
                INSERT INTO test_runs (workspace_id, id, number, suite_id, suite_revision, concurrency,
                       timeout_millis, total_items, request_hash, created_by, created_at)
                SELECT workspace_id, ?, ?, id, 1, 4, 1000, 1, '\\x00', 'test', ?
                  FROM test_suites WHERE workspace_id = ? AND slug = ?
                """,
                run,
                ++lastNumber,
                createdAt,
                workspace.value(),
                suite);
        handle.execute(
                """
                INSERT INTO run_columns (workspace_id, run_id, number, card_id, version, prompt_label,
                       provider_id, provider_kind, model)
                SELECT workspace_id, ?, 0, id, ?, 'label', ?, ?, ?
                  FROM prompt_cards WHERE workspace_id = ? AND slug = ?
                """,
                run,
                version,
                model,
                model.split(":")[0],
                model.split(":")[1],
                workspace.value(),
                card);
    }

    private void insert(Handle handle, UUID run, OffsetDateTime createdAt, int number, Try one) {
        boolean error = one.outcome().equals("error") || one.outcome().equals("unknown");
        handle.execute(
                """
                INSERT INTO test_executions (workspace_id, created_at, id, run_id, item_number, column_number,
                       case_position, case_key, repeat_number, prompt_card_id, version, llm_provider, model,
                       rendered_prompt, outcome, score, reason, error, execution_time_ms, cost_usd,
                       grading_cost_usd, cached, finished_at)
                SELECT workspace_id, ?, ?, run_id, ?, 0, ?, ?, ?, card_id, version, provider_kind, model,
                       'hello', ?, 1, ?, ?, ?, ?, ?, ?, ?
                  FROM run_columns WHERE workspace_id = ? AND run_id = ?
                """,
                createdAt,
                NewId.next(),
                number,
                number,
                one.caseKey(),
                one.repeat(),
                one.outcome(),
                error ? null : one.said(),
                error ? one.said() : null,
                one.millis(),
                decimal(one.cost()),
                decimal(one.gradingCost()),
                one.cached(),
                createdAt.plusSeconds(number + 1L),
                workspace.value(),
                run);
    }

    private static @Nullable BigDecimal decimal(@Nullable String number) {
        return number == null ? null : new BigDecimal(number);
    }
}
