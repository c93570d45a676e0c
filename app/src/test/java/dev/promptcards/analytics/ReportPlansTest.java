package dev.promptcards.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.analytics.SomeRuns.Try;
import dev.promptcards.tenancy.WorkspaceId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// The plans of reports as the application's role, under row-level security. Months that are empty
/// may be read whole.
class ReportPlansTest {

    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final WorkspaceId WORKSPACE = DATABASE.workspace();

    @BeforeAll
    static void many_executions() {
        new SomeRuns(DATABASE, WORKSPACE)
                .run("2026-03-10T10:00:00Z", "basics", "poet", 1, "openai:a", Try.passed("moon"))
                .run("2026-04-10T10:00:00Z", "basics", "clerk", 1, "openai:a", Try.failed("moon"));
        DATABASE.ownerJdbi()
                .useHandle(
                        owner -> {
                            owner.begin();
                            owner.createQuery("SELECT bind_workspace(:id)")
                                    .bind("id", WORKSPACE.value())
                                    .mapTo(String.class)
                                    .findOne();
                            owner.createUpdate(
                                            """
                                            INSERT INTO test_executions (workspace_id, created_at, id, run_id,
                                                   item_number, column_number, case_position, case_key,
                                                   repeat_number, prompt_card_id, version, llm_provider, model,
                                                   rendered_prompt, outcome, score)
                                            SELECT e.workspace_id, e.created_at + n * interval '1 minute',
                                                   gen_random_uuid(), e.run_id, n, 0, n, 'case-' || n, 0,
                                                   CASE WHEN n % 40 = 0 THEN e.prompt_card_id
                                                        ELSE md5('card' || n % 40)::uuid END, 1, 'openai', 'a', repeat('x', 500), 'passed', 1
                                              FROM test_executions e, generate_series(1, 20000) n
                                             WHERE e.workspace_id = :w
                                            """)
                                    .bind("w", WORKSPACE)
                                    .execute();
                            owner.commit();
                            owner.execute("ANALYZE test_executions");
                        });
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void a_history_reads_the_end_of_an_index_and_no_more() {
        var plan = plan("history", "2026-03-01", "2026-05-01", Map.of("card", "poet"));

        assertThat(plan)
                .contains("prompt_card_id_created")
                .doesNotContain("Seq Scan on test_executions_2026_03");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flakiness", "regressions", "slowest", "failing"})
    void a_window_reads_its_months_alone_and_a_short_one_by_the_key(String report) {
        var hour = plan(report, "2026-03-12T10:00:00Z", "2026-03-12T11:00:00Z", Map.of());
        var month = plan(report, "2026-03-01", "2026-04-01", Map.of());

        assertThat(hour)
                .contains("test_executions_2026_03_pkey")
                .doesNotContain("Seq Scan on test_executions_2026_03", "test_executions_2026_04");
        assertThat(month).doesNotContain("test_executions_2026_04");
    }

    @Test
    void failures_are_found_among_what_passed_by_an_index_of_their_own() {
        var plan = plan("failures", "2026-03-01", "2026-04-01", Map.of());

        assertThat(plan)
                .contains("test_executions_2026_03_workspace_id_created_at_idx")
                .doesNotContain("Seq Scan on test_executions_2026_03", "test_executions_2026_04");
    }

    @Test
    void a_filter_that_is_not_given_costs_nothing() {
        assertThat(plan("failing", "2026-03-01", "2026-04-01", Map.of()))
                .doesNotContain("card_labels", "SubPlan", "InitPlan");
    }

    private static String plan(String report, String from, String to, Map<String, String> filters) {
        var values = new HashMap<String, String>();
        for (var filter : ReportFilter.values()) {
            values.put(filter.word(), "");
        }
        values.putAll(filters);
        values.put("workspace_id", WORKSPACE.toString());
        values.put("from", time(from));
        values.put("to", time(to));
        values.put("limit", "51");
        return DATABASE.transactions()
                .reading(
                        WORKSPACE,
                        Duration.ofSeconds(10),
                        handle -> {
                            try (var statement =
                                            ReportSql.explaining(report)
                                                    .prepare(handle.getConnection(), values);
                                    var rows = statement.executeQuery()) {
                                var lines = new StringBuilder();
                                while (rows.next()) {
                                    lines.append(rows.getString(1)).append('\n');
                                }
                                return lines.toString();
                            } catch (SQLException e) {
                                throw new AssertionError(e);
                            }
                        });
    }

    private static String time(String text) {
        return (text.contains("T") ? Instant.parse(text) : Instant.parse(text + "T00:00:00Z"))
                .toString();
    }
}
