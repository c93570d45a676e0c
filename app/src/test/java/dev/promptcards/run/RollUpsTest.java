package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.OnTestServers;
import dev.promptcards.SeededRun;
import dev.promptcards.TestServers;
import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.NumberRange;
import dev.promptcards.queue.Queue;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;

/// Whatever happens to executions, the roll-ups kept with them are those made anew from them.
@MicronautTest(transactional = false)
@Property(name = "promptcards.role", value = "api")
class RollUpsTest implements OnTestServers {

    private static final NumberRange ALL = new NumberRange(0, Integer.MAX_VALUE);
    private static final int ITEMS = 500;
    private static final int STEPS = 60;

    @Inject WorkspaceTransactions transactions;
    @Inject Decisions decisions;
    private WorkspaceId workspace;

    @BeforeEach
    void aWorkspaceOfItsOwn() {
        workspace = TestServers.workspace();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void after_any_history_they_are_those_made_anew(long seed) {
        var random = new Random(seed);
        var runs = List.of(seeded(0), seeded(0), seeded(1));
        for (int i = 0; i < STEPS; i++) {
            var run = runs.get(random.nextInt(runs.size()));
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> settle(run, random);
                case 3 -> hold(run, random);
                case 4 -> compare(run, random);
                case 5 -> decisions.retryUnknown(workspace, run.run());
                case 6 -> killed(run, random);
                default -> {
                    if (random.nextBoolean()) {
                        decisions.failUnknown(workspace, run.run());
                    } else {
                        decisions.retryErrors(workspace, run.run(), RunSecrets.Content.NONE);
                    }
                }
            }
            assertKeptAsRebuilt();
        }
        assertThat(count("executions > 0")).isPositive();
        assertThat(count("latency_histogram <> '{}'")).isPositive();
    }

    @Test
    void those_who_store_at_once_count_everything_once() throws Exception {
        var runs = List.of(seeded(0), seeded(0), seeded(0), seeded(1));
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (var run : runs) {
                for (int i = 0; i < 2; i++) {
                    long seed = done.size();
                    done.add(
                            workers.submit(
                                    () -> {
                                        var random = new Random(seed);
                                        for (int step = 0; step < 10; step++) {
                                            settle(run, random);
                                            decisions.retryErrors(
                                                    workspace, run.run(), RunSecrets.Content.NONE);
                                        }
                                    }));
                }
            }
            done.add(workers.submit(this::rebuildForGood));
            for (var one : done) {
                one.get();
            }
        }
        assertKeptAsRebuilt();
    }

    @Test
    void what_is_deleted_leaves_no_row_behind() {
        var run = seeded(0);
        var items = claim(run, 3);
        store(run, items.stream().map(item -> execution(item, Outcome.ERROR, new Random(1))));
        assertThat(count("true")).isEqualTo(4);
        decisions.retryErrors(workspace, run.run(), RunSecrets.Content.NONE);
        assertThat(count("true")).isZero();
    }

    @Test
    void what_was_changed_past_the_server_is_made_anew() {
        settle(seeded(0), new Random(5));
        var slug = "w-" + workspace;
        var owner = TestServers.database().ownerJdbi();
        owner.useTransaction(
                handle -> {
                    handle.execute("SELECT bind_workspace(?)", workspace.value());
                    handle.execute("UPDATE execution_rollups SET passed = passed + 1");
                    handle.execute("DELETE FROM execution_rollups WHERE grain = 'card'");
                });
        var today = java.time.LocalDate.now(ZoneOffset.UTC);
        assertThat(new RollUpRebuild(Optional.of("no-such"), null, null).run(owner))
                .isEqualTo(new RollUpRebuild.Done(0, 0));
        assertThat(
                        new RollUpRebuild(Optional.of(slug), today.minusDays(3), today.minusDays(2))
                                .run(owner))
                .isEqualTo(new RollUpRebuild.Done(1, 0));
        assertThat(count("grain = 'card'")).as("another day's").isZero();
        assertThat(new RollUpRebuild(Optional.of(slug), null, null).run(owner))
                .isEqualTo(new RollUpRebuild.Done(1, 1));
        assertThat(count("grain = 'card'")).isEqualTo(1);
        assertKeptAsRebuilt();
    }

    @Test
    void the_application_writes_them_through_the_function_alone() {
        for (var statement :
                List.of(
                        "UPDATE execution_rollups SET executions = 0 WHERE workspace_id = ?",
                        "DELETE FROM execution_rollups WHERE workspace_id = ?",
                        "SELECT rebuild_rollups(?, NULL, NULL)")) {
            assertThatThrownBy(() -> in(handle -> handle.execute(statement, workspace.value())))
                    .as(statement)
                    .hasMessageContaining("permission denied");
        }
        assertThatThrownBy(
                        () ->
                                transactions.inWorkspace(
                                        TestServers.workspace(),
                                        handle ->
                                                handle.execute(
                                                        "SELECT roll_up(?, '{}')",
                                                        workspace.value())))
                .hasMessageContaining("not bound");
    }

    private void settle(SeededRun run, Random random) {
        var items = claim(run, 1 + random.nextInt(30));
        store(run, items.stream().map(item -> execution(item, outcome(random), random)));
    }

    /// As the ledger does it.
    private void store(SeededRun run, Stream<Execution> given) {
        var executions = given.toList();
        if (executions.isEmpty()) {
            return;
        }
        in(
                handle -> {
                    var numbers = Settlement.settle(handle, run.key(), run.createdAt(), executions);
                    Tally.of(executions).addTo(handle, workspace, run.run());
                    return write(handle, run, numbers);
                });
    }

    private void hold(SeededRun run, Random random) {
        var executions =
                claim(run, 5).stream()
                        .map(item -> execution(item, Outcome.UNKNOWN, random))
                        .toList();
        if (!executions.isEmpty()) {
            in(
                    handle -> {
                        var numbers =
                                Settlement.hold(handle, run.key(), run.createdAt(), executions);
                        Tally.of(executions).addTo(handle, workspace, run.run());
                        return write(handle, run, numbers);
                    });
        }
    }

    private int write(Handle handle, SeededRun run, Collection<Integer> numbers) {
        var rollUps = new RollUps();
        rollUps.add(handle, run.key(), run.createdAt(), numbers);
        rollUps.write(handle, workspace);
        return numbers.size();
    }

    /// The process dies before its transaction is committed.
    private void killed(SeededRun run, Random random) {
        var items = claim(run, 4);
        var gone = new IllegalStateException("killed");
        assertThatThrownBy(
                        () ->
                                in(
                                        handle -> {
                                            var executions =
                                                    items.stream()
                                                            .map(
                                                                    item ->
                                                                            execution(
                                                                                    item,
                                                                                    Outcome.PASSED,
                                                                                    random))
                                                            .toList();
                                            if (!executions.isEmpty()) {
                                                write(
                                                        handle,
                                                        run,
                                                        Settlement.settle(
                                                                handle,
                                                                run.key(),
                                                                run.createdAt(),
                                                                executions));
                                            }
                                            throw gone;
                                        }))
                .isSameAs(gone);
    }

    /// Some executions are judged anew; beside them stands one that is not there.
    private void compare(SeededRun run, Random random) {
        var judged =
                in(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT item_number FROM test_executions
                                                 WHERE workspace_id = :w AND run_id = :r
                                                   AND outcome IN ('passed', 'failed')
                                                 ORDER BY id LIMIT 3
                                                """)
                                        .bind("w", workspace.value())
                                        .bind("r", run.run().value())
                                        .mapTo(Integer.class)
                                        .list());
        judged.add(ITEMS - 1);
        var changes =
                judged.stream()
                        .distinct()
                        .map(
                                number ->
                                        new Comparison.Change(
                                                number,
                                                Outcome.PASSED,
                                                Outcome.FAILED,
                                                random.nextDouble(),
                                                null,
                                                "{}",
                                                "[]",
                                                null))
                        .toList();
        var judge =
                new GradingCost(
                        true, new BigDecimal("0.003"), 7, 2, new BigDecimal("0.003"), 0, 7, 2);
        int number = ITEMS + random.nextInt(1_000_000);
        in(
                handle -> {
                    handle.execute(
                            """
                            INSERT INTO run_items (workspace_id, run_id, number, column_number,
                                   case_position, repeat_number, comparison, state, fence, lease_until)
                            VALUES (?, ?, ?, 0, 0, 0, true, 'leased', 1, now())
                            """,
                            workspace.value(),
                            run.run().value(),
                            number);
                    var rollUps = new RollUps();
                    assertThat(
                                    ComparedRows.settle(
                                            handle,
                                            run.key(),
                                            run.createdAt(),
                                            new Comparison(number, 1, changes, judge),
                                            rollUps))
                            .isTrue();
                    rollUps.write(handle, workspace);
                    return number;
                });
    }

    private static Outcome outcome(Random random) {
        return Outcome.values()[random.nextInt(Outcome.UNKNOWN.ordinal())];
    }

    private static Execution execution(ClaimedItem item, Outcome outcome, Random random) {
        boolean error = outcome == Outcome.ERROR || outcome == Outcome.UNKNOWN;
        return new Execution(
                item.number(),
                item.fence(),
                0,
                item.casePosition(),
                "case-" + item.casePosition(),
                0,
                "hello",
                random.nextBoolean() ? "answer" : null,
                false,
                null,
                outcome,
                random.nextInt(20) == 0 ? Double.NaN : random.nextDouble(),
                null,
                "{}",
                "[]",
                random.nextInt(4) == 0 ? null : (long) Math.exp(random.nextGaussian() + 5) - 1,
                random.nextInt(3) == 0 ? null : random.nextInt(1000),
                random.nextInt(3) == 0 ? null : random.nextInt(1000),
                random.nextInt(3) == 0 ? null : BigDecimal.valueOf(random.nextInt(99999), 7),
                random.nextInt(5) == 0,
                null,
                error ? "error: cut" : null,
                item.sends(),
                null,
                random.nextInt(3) == 0
                        ? new ModelName("replay", "model-" + random.nextInt(3))
                        : null,
                random.nextBoolean()
                        ? GradingCost.NONE
                        : new GradingCost(
                                true,
                                random.nextBoolean() ? null : new BigDecimal("0.0001"),
                                5,
                                1,
                                BigDecimal.ZERO,
                                0,
                                5,
                                1));
    }

    private void assertKeptAsRebuilt() {
        var differing =
                rebuild(
                        handle ->
                                handle.createQuery(
                                                """
                                                (SELECT 'kept', k::text FROM
                                                   (TABLE kept EXCEPT TABLE execution_rollups) k)
                                                UNION ALL
                                                (SELECT 'rebuilt', r::text FROM
                                                   (TABLE execution_rollups EXCEPT TABLE kept) r)
                                                """)
                                        .mapToMap()
                                        .list());
        assertThat(differing).isEmpty();
    }

    /// As the owner, in a transaction that is taken back.
    private <T> T rebuild(Function<Handle, T> look) {
        return TestServers.database()
                .ownerJdbi()
                .inTransaction(
                        handle -> {
                            handle.execute("SELECT bind_workspace(?)", workspace.value());
                            handle.execute("CREATE TEMP TABLE kept AS TABLE execution_rollups");
                            handle.execute(
                                    "SELECT rebuild_rollups(?, NULL, NULL)", workspace.value());
                            var seen = look.apply(handle);
                            handle.rollback();
                            return seen;
                        });
    }

    private void rebuildForGood() {
        TestServers.database()
                .ownerJdbi()
                .useTransaction(
                        handle -> {
                            handle.execute("SELECT bind_workspace(?)", workspace.value());
                            handle.execute(
                                    "SELECT rebuild_rollups(?, NULL, NULL)", workspace.value());
                        });
    }

    private int count(String condition) {
        return in(
                handle ->
                        handle.createQuery(
                                        "SELECT count(*) FROM execution_rollups WHERE workspace_id"
                                                + " = :w AND "
                                                + condition)
                                .bind("w", workspace.value())
                                .mapTo(Integer.class)
                                .one());
    }

    private List<ClaimedItem> claim(SeededRun run, int limit) {
        return in(handle -> Queue.claim(handle, run.key(), ALL, limit, Duration.ofMinutes(1)));
    }

    private <T> T in(Function<Handle, T> work) {
        return transactions.inWorkspace(workspace, work);
    }

    private SeededRun seeded(int daysAgo) {
        var run = SeededRun.of(transactions, workspace, ITEMS);
        Instant createdAt = run.createdAt().minus(Duration.ofDays(daysAgo));
        in(
                handle ->
                        handle.execute(
                                "UPDATE test_runs SET created_at = ? WHERE workspace_id = ? AND id"
                                        + " = ?",
                                createdAt.atOffset(ZoneOffset.UTC),
                                workspace.value(),
                                run.run().value()));
        return new SeededRun(workspace, run.run(), createdAt);
    }
}
