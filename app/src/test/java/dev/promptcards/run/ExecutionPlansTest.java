package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.SeededRun;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.http.Between;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// The plans by which executions are found, as the application's role, under row-level security.
class ExecutionPlansTest {

    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static WorkspaceId workspace = DATABASE.workspace();
    private static Instant createdAt = Instant.EPOCH;

    /// They are ordered as they were stored, as those of a run are, and were started at many times,
    /// as those of many runs were.
    @BeforeAll
    static void many_executions() {
        for (int executions : new int[] {5_000, 5_000, 60_000}) {
            workspace = DATABASE.workspace();
            var run = SeededRun.of(DATABASE.transactions(), workspace, 1);
            createdAt = run.createdAt();
            DATABASE.transactions()
                    .inWorkspace(
                            workspace,
                            handle ->
                                    handle.createUpdate(
                                                    """
                                                    INSERT INTO test_executions (workspace_id, created_at, id, run_id,
                                                           item_number, column_number, case_position, case_key,
                                                           repeat_number, prompt_card_id, version, llm_provider, model,
                                                           rendered_prompt, output, outcome, score)
                                                    SELECT k.workspace_id, :createdAt::timestamptz + n / 1000 * interval '1 ms',
                                                           ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, k.run_id, n, 0, 0,
                                                           'case', n, k.card_id, 1, 'echo', 'echo', 'prompt',
                                                           repeat('word ', 50) || n, 'passed', 1
                                                      FROM run_columns k, generate_series(1, :executions) n
                                                     WHERE k.workspace_id = :workspaceId
                                                    """)
                                            .bind("workspaceId", workspace)
                                            .bind("createdAt", createdAt)
                                            .bind("executions", executions)
                                            .execute());
        }
        DATABASE.ownerJdbi().useHandle(owner -> owner.execute("ANALYZE test_executions"));
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void executions_are_looked_at_in_the_order_of_their_key(boolean going) {
        var filter =
                new ExecutionFilter(
                        Optional.of("nothing of the kind"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Between.any(),
                        Between.any(),
                        Between.any());
        var place =
                going
                        ? Optional.of(
                                new ExecutionSearch.Key(
                                        createdAt.plusMillis(45),
                                        UUID.fromString("01900000-0000-7000-8000-000000045000")))
                        : Optional.<ExecutionSearch.Key>empty();

        var plan =
                explained(
                        ExecutionSearch.found(filter, going),
                        query -> {
                            filter.bind(query);
                            return ExecutionSearch.placed(query, workspace, place).bind("rows", 51);
                        });

        assertThat(plan)
                .contains("Index Scan Backward using test_executions_" + month() + "_pkey")
                .doesNotContain("Seq Scan on test_executions_" + month())
                .doesNotContain("Sort Key");
    }

    @Test
    void those_of_a_page_are_looked_up_by_their_keys() {
        var keys =
                IntStream.range(0, 50)
                        .mapToObj(_ -> new ExecutionSearch.Key(createdAt, UUID.randomUUID()))
                        .toList();

        var plan =
                explained(
                        ExecutionRepository.THESE,
                        query -> ExecutionRepository.placed(query, workspace, keys));

        assertThat(plan)
                .contains("Index Scan using test_executions_" + month() + "_pkey")
                .doesNotContain("Seq Scan on test_executions_" + month());
    }

    private static String explained(String statement, UnaryOperator<Query> binding) {
        List<String> lines =
                DATABASE.transactions()
                        .inWorkspace(
                                workspace,
                                handle ->
                                        binding.apply(handle.createQuery("EXPLAIN " + statement))
                                                .mapTo(String.class)
                                                .list());
        return String.join("\n", lines);
    }

    private static String month() {
        return createdAt.toString().substring(0, 7).replace('-', '_');
    }
}
