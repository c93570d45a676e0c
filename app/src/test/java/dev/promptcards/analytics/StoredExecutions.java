package dev.promptcards.analytics;

import dev.promptcards.TestServers;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/// A workspace whose executions a test writes down one by one, and what reports say of them.
final class StoredExecutions {

    private static final Pattern VARIABLE = Pattern.compile(":'(\\w+)'");

    private final WorkspaceTransactions transactions =
            new WorkspaceTransactions(TestServers.jdbi());
    private final WorkspaceId workspace = TestServers.workspace();
    private final UUID suite = UUID.randomUUID();
    private final String suiteSlug = TestServers.unique("suite");
    private int runs;

    /// @param outcome `passed`, `failed`, `error` or `unknown`
    record Row(
            String caseKey,
            String outcome,
            double score,
            @Nullable Long millis,
            @Nullable Double cost,
            boolean cached,
            @Nullable Integer tokens,
            @Nullable Double gradingCost) {

        static Row of(String caseKey, String outcome) {
            return new Row(
                    caseKey,
                    outcome,
                    outcome.equals("passed") ? 1 : 0,
                    null,
                    null,
                    false,
                    null,
                    null);
        }

        Row took(long millis, double cost) {
            return new Row(caseKey, outcome, score, millis, cost, cached, 10, gradingCost);
        }
    }

    StoredExecutions() {
        transactions.inWorkspace(
                workspace,
                handle -> {
                    handle.execute(
                            "INSERT INTO test_suites (workspace_id, id, slug, name, revision)"
                                    + " VALUES (?, ?, ?, 'Suite', 1)",
                            workspace.value(),
                            suite,
                            suiteSlug);
                    return handle.execute(
                            "INSERT INTO suite_revisions (workspace_id, suite_id, number,"
                                    + " created_by) VALUES (?, ?, 1, 'test')",
                            workspace.value(),
                            suite);
                });
    }

    /// The slug of the suite all runs are of.
    String suiteSlug() {
        return suiteSlug;
    }

    /// A card of three versions, with one tag.
    UUID card(String slug, String tag) {
        var id = UUID.randomUUID();
        transactions.inWorkspace(
                workspace,
                handle -> {
                    handle.execute(
                            "INSERT INTO prompt_cards (workspace_id, id, slug, title, tags) VALUES"
                                    + " (?, ?, ?, ?, jsonb_build_array(?))",
                            workspace.value(),
                            id,
                            slug,
                            slug,
                            tag);
                    return handle.execute(
                            """
                            INSERT INTO card_versions (workspace_id, card_id, number, kind, template,
                                   content_hash, created_by)
                            SELECT ?, ?, n, 'text', 'x', '\\x00', 'test' FROM generate_series(1, 3) n
                            """,
                            workspace.value(),
                            id);
                });
        return id;
    }

    /// A run of one column, stored with its roll-ups as the ledger does it.
    void run(Instant at, UUID card, int version, String model, String person, List<Row> rows) {
        var run = UUID.randomUUID();
        runs++;
        transactions.inWorkspace(
                workspace,
                handle -> {
                    handle.execute(
                            """
                            INSERT INTO test_runs (workspace_id, id, number, suite_id, suite_revision,
                                   concurrency, timeout_millis, total_items, request_hash, created_by, created_at)
                            VALUES (?, ?, ?, ?, 1, 1, 1000, ?, '\\x00', ?, ?)
                            """,
                            workspace.value(),
                            run,
                            runs,
                            suite,
                            rows.size(),
                            person,
                            at.atOffset(ZoneOffset.UTC));
                    handle.execute(
                            """
                            INSERT INTO run_columns (workspace_id, run_id, number, card_id, version,
                                   prompt_label, provider_id, provider_kind, model)
                            VALUES (?, ?, 0, ?, ?, 'x', 'x', 'replay', ?)
                            """,
                            workspace.value(),
                            run,
                            card,
                            version,
                            model);
                    var batch =
                            handle.prepareBatch(
                                    """
                                    INSERT INTO test_executions (workspace_id, created_at, id, run_id,
                                           item_number, column_number, case_position, case_key, repeat_number,
                                           prompt_card_id, version, llm_provider, model, rendered_prompt, output,
                                           outcome, error, score, execution_time_ms, cost_usd, cached,
                                           prompt_tokens, grading_cost_usd, grading_prompt_tokens)
                                    VALUES (:w, :at, gen_random_uuid(), :run, :n, 0, :n, :case, 0, :card, :version,
                                           'replay', :model, '', 'answer', :outcome, :error, :score, :millis,
                                           :cost, :cached, :tokens, :grading, :grading * 1000)
                                    """);
                    for (int n = 0; n < rows.size(); n++) {
                        var row = rows.get(n);
                        boolean error = List.of("error", "unknown").contains(row.outcome());
                        batch.bind("w", workspace.value())
                                .bind("at", at.atOffset(ZoneOffset.UTC))
                                .bind("run", run)
                                .bind("n", n)
                                .bind("case", row.caseKey())
                                .bind("card", card)
                                .bind("version", version)
                                .bind("model", model)
                                .bind("outcome", row.outcome())
                                .bind("error", error ? "cut" : null)
                                .bind("score", row.score())
                                .bind("millis", row.millis())
                                .bind("cost", row.cost())
                                .bind("cached", row.cached())
                                .bind("tokens", row.tokens())
                                .bind("grading", row.gradingCost())
                                .add();
                    }
                    batch.execute();
                    return handle.execute(
                            """
                            SELECT roll_up(?, ARRAY(SELECT r FROM rollups_of(?, ?, ?,
                                   ARRAY(SELECT generate_series(0, ?)), 1) r))
                            """,
                            workspace.value(),
                            workspace.value(),
                            at.atOffset(ZoneOffset.UTC),
                            run,
                            rows.size() - 1);
                });
    }

    void label(UUID card, String label, int version) {
        transactions.inWorkspace(
                workspace,
                handle ->
                        handle.execute(
                                "INSERT INTO card_labels (workspace_id, card_id, label, version,"
                                        + " updated_by) VALUES (?, ?, ?, ?, 'test')",
                                workspace.value(),
                                card,
                                label,
                                version));
    }

    /// What the report says, column by column, as the application sees it; filters not given are
    /// empty.
    List<Map<String, Object>> report(
            String name, Instant from, Instant to, Map<String, String> filters) {
        return transactions.inSnapshot(workspace, handle -> rows(handle, name, from, to, filters));
    }

    private List<Map<String, Object>> rows(
            Handle handle, String name, Instant from, Instant to, Map<String, String> filters) {
        var given =
                Map.of(
                        "workspace_id",
                        workspace.toString(),
                        "from",
                        from.toString(),
                        "to",
                        to.toString());
        var names = new ArrayList<String>();
        var text = text(name);
        VARIABLE.matcher(text).results().forEach(match -> names.add(match.group(1)));
        var query =
                handle.createQuery(text.replaceAll("--.*", "").replaceAll(VARIABLE.pattern(), "?"));
        for (int i = 0; i < names.size(); i++) {
            query.bind(i, given.getOrDefault(names.get(i), filters.getOrDefault(names.get(i), "")));
        }
        return query.mapToMap().list();
    }

    private static String text(String name) {
        try (InputStream in =
                Objects.requireNonNull(PassRate.class.getResourceAsStream(name + ".sql"), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
