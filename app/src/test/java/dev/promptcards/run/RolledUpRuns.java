package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.SeededRun;
import dev.promptcards.TestServers;
import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.NumberRange;
import dev.promptcards.queue.Queue;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import org.jdbi.v3.core.Handle;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/// Executions of a workspace that come, change and go as the ledger, decisions and comparisons do
/// it, by chance.
final class RolledUpRuns {

    private static final NumberRange ALL = new NumberRange(0, Integer.MAX_VALUE);
    private static final int ITEMS = 500;

    private final WorkspaceTransactions transactions;
    private final WorkspaceId workspace = TestServers.workspace();

    RolledUpRuns(WorkspaceTransactions transactions) {
        this.transactions = transactions;
    }

    WorkspaceId workspace() {
        return workspace;
    }

    /// Stores this many executions that could not be tried.
    void errors(SeededRun run, int number) {
        var random = new Random(1);
        store(run, claim(run, number).stream().map(item -> execution(item, Outcome.ERROR, random)));
    }

    void settle(SeededRun run, Random random) {
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

    void hold(SeededRun run, Random random) {
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
    void killed(SeededRun run, Random random) {
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
    void compare(SeededRun run, Random random) {
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

    void assertKeptAsRebuilt() {
        assertThat(KeptRollUps.differing(TestServers.database().ownerJdbi(), workspace.value()))
                .isEmpty();
    }

    void rebuild() {
        TestServers.database()
                .ownerJdbi()
                .useTransaction(
                        handle -> {
                            handle.execute("SELECT bind_workspace(?)", workspace.value());
                            handle.execute(
                                    "SELECT rebuild_rollups(?, NULL, NULL)", workspace.value());
                        });
    }

    int count(String condition) {
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

    <T> T in(Function<Handle, T> work) {
        return transactions.inWorkspace(workspace, work);
    }

    SeededRun seeded(int daysAgo) {
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
