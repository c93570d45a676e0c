package dev.promptcards.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.card.CardJson;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GenerationTest {

    private static final Size SIZE = new Size(12, 300, 20_000, 40, 7, LocalDate.of(2026, 3, 31));

    private TestDatabase database;
    private List<String> slugs;

    @BeforeAll
    void generate() throws SQLException {
        database = TestServers.freshDatabase();
        slugs = generated(database, SIZE, false);
    }

    @AfterAll
    void drop() {
        database.close();
    }

    @Test
    void there_is_as_much_as_was_asked_for_and_the_largest_has_an_eighth() {
        assertThat(slugs).hasSize(12).startsWith("generated-7-001");
        var counts =
                slugs.stream()
                        .map(slug -> number(slug, "SELECT count(*) FROM test_executions"))
                        .toList();
        assertThat(counts.stream().mapToLong(n -> n).sum()).isEqualTo(20_000);
        assertThat(counts.getFirst()).isEqualTo(counts.stream().max(Long::compare).orElseThrow());
        assertThat(Shares.ofTenants(200)[0]).isBetween(0.1199, 0.1201);
        assertThat(
                        slugs.stream()
                                .mapToLong(
                                        slug -> number(slug, "SELECT count(*) FROM prompt_cards"))
                                .sum())
                .isEqualTo(300);
    }

    /// What the product would have written: found by any of these, it is not.
    @ParameterizedTest
    @ValueSource(
            strings = {
                // A run's counters are its executions'.
                """
                SELECT count(*) FROM run_progress p JOIN test_runs r ON r.id = p.run_id
                 WHERE (p.passed::bigint, p.failed::bigint, p.errors::bigint, p.cached::bigint, r.total_items::bigint) IS DISTINCT FROM
                       (SELECT ROW (count(*) FILTER (WHERE outcome = 'passed'), count(*) FILTER (WHERE outcome = 'failed'),
                                count(*) FILTER (WHERE outcome = 'error'), count(*) FILTER (WHERE cached), count(*))
                          FROM test_executions e WHERE e.run_id = p.run_id)
                """,
                """
                SELECT count(*) FROM run_progress p
                 WHERE p.cost_usd IS DISTINCT FROM (SELECT coalesce(sum(cost_usd), 0) FROM test_executions e
                                                     WHERE e.run_id = p.run_id AND NOT cached)
                """,
                // An execution belongs to a case, a column and a version that are there.
                """
                SELECT count(*) FROM test_executions e
                  LEFT JOIN test_runs r ON r.id = e.run_id AND r.created_at = e.created_at
                  LEFT JOIN test_cases t ON t.suite_id = r.suite_id AND t.position = e.case_position AND t.key = e.case_key
                  LEFT JOIN run_columns k ON k.run_id = e.run_id AND k.number = e.column_number
                        AND (k.card_id, k.version, k.model) = (e.prompt_card_id, e.version, e.model)
                  LEFT JOIN card_versions v ON v.card_id = e.prompt_card_id AND v.number = e.version
                 WHERE r.id IS NULL OR t.key IS NULL OR k.run_id IS NULL OR v.number IS NULL
                """,
                "SELECT count(*) FROM test_executions WHERE substr(id::text, 1, 13) <>"
                        + " substr(run_id::text, 1, 13)",
                "SELECT count(*) FROM prompt_cards WHERE latest_version < 1 OR search_vector = ''",
                """
                SELECT count(*) FROM (SELECT (created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS n
                                        FROM test_executions GROUP BY 1) e
                  FULL JOIN (SELECT day, executions AS n FROM execution_rollups WHERE grain = 'workspace') u USING (day)
                 WHERE e.n IS DISTINCT FROM u.n
                """,
                "SELECT count(*) FROM run_numbers WHERE last_number <> (SELECT max(number) FROM"
                        + " test_runs)",
            })
    void nothing_contradicts_itself(String offenders) {
        assertThat(number(slugs.getFirst(), offenders)).isZero();
        assertThat(number(slugs.getLast(), offenders)).isZero();
    }

    @Test
    void it_is_plausible() {
        var first = slugs.getFirst();
        assertThat(number(first, "SELECT count(*) FROM test_executions WHERE outcome = 'passed'"))
                .isBetween(1000L, 2300L);
        for (var some :
                List.of(
                        "cost_usd IS NULL AND output IS NOT NULL",
                        "cost_usd > 0",
                        "outcome = 'error' AND error LIKE '429%'",
                        "reason IS NOT NULL",
                        "cached")) {
            assertThat(number(first, "SELECT count(*) FROM test_executions WHERE " + some))
                    .as(some)
                    .isPositive();
        }
        assertThat(number(first, "SELECT count(DISTINCT created_at::date) FROM test_executions"))
                .isGreaterThan(20);
        assertThat(
                        number(
                                first,
                                "SELECT count(*) FROM prompt_cards WHERE search_vector @@"
                                        + " to_tsquery('english', 'contract')"))
                .isPositive();
        assertThat(number(first, "SELECT count(*) FROM card_labels")).isPositive();
    }

    @Test
    void cards_are_read_as_the_product_reads_them() throws IOException {
        var stored =
                within(
                        database,
                        slugs.getFirst(),
                        "SELECT jsonb_agg(variables)::text FROM card_versions",
                        String.class);
        for (var variables : new ObjectMapper().readTree(stored)) {
            assertThat(CardJson.variables(variables)).hasSize(2);
        }
    }

    @Test
    void the_same_seed_gives_the_same_and_another_something_else() throws SQLException {
        try (var other = TestServers.freshDatabase()) {
            generated(other, SIZE, false);
            assertThat(fingerprint(other)).isEqualTo(fingerprint(database));
            generated(other, new Size(2, 4, 100, 3, 8, SIZE.until()), true);
            assertThat(number(other, "generated-8-001", "SELECT count(*) FROM test_executions"))
                    .isPositive();
        }
    }

    @Test
    void a_database_with_workspaces_is_left_alone_unless_said_otherwise() {
        assertThatThrownBy(() -> generated(database, new Size(1, 1, 1, 1, 9, SIZE.until()), false))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("--into-existing");
        assertThatThrownBy(() -> generated(database, SIZE, true))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("another --seed");
        boolean forced =
                database.ownerJdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        """
                                                        SELECT bool_and(relforcerowsecurity) FROM pg_class
                                                         WHERE relname IN ('workspaces', 'test_executions', 'prompt_cards')
                                                        """)
                                                .mapTo(Boolean.class)
                                                .one());
        assertThat(forced).isTrue();
    }

    private List<String> generated(TestDatabase target, Size size, boolean besides)
            throws SQLException {
        try (var connection = target.owner().connect()) {
            return new Generation(connection, size).run(besides, _ -> {});
        }
    }

    private String fingerprint(TestDatabase target) {
        return within(
                target,
                "generated-7-001",
                """
                SELECT md5(string_agg(e::text, '' ORDER BY id)) FROM (
                    SELECT id, run_id, case_key, model, outcome, score, cost_usd, execution_time_ms, output, error
                      FROM test_executions) e
                """,
                String.class);
    }

    private long number(String slug, String sql) {
        return number(database, slug, sql);
    }

    private static long number(TestDatabase target, String slug, String sql) {
        return within(target, slug, sql, Long.class);
    }

    /// As the application sees it.
    private static <T> T within(TestDatabase target, String slug, String sql, Class<T> type) {
        Jdbi jdbi = target.jdbi();
        var id =
                jdbi.withHandle(
                        handle ->
                                handle.createQuery("SELECT workspace_id_by_slug(?)")
                                        .bind(0, slug)
                                        .mapTo(java.util.UUID.class)
                                        .one());
        return target.transactions()
                .inWorkspace(
                        new WorkspaceId(id), handle -> handle.createQuery(sql).mapTo(type).one());
    }
}
