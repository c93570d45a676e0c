package dev.promptcards.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.SeededRun;
import dev.promptcards.TestServers;
import dev.promptcards.run.Execution;
import dev.promptcards.run.GradingCost;
import dev.promptcards.run.Orphans;
import dev.promptcards.run.Outcome;
import dev.promptcards.run.Settlement;
import dev.promptcards.tenancy.WorkspaceTransactions;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/// The arrows of `docs/run-states.md`, on the real PostgreSQL and as the application's role.
class QueueTest {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration OVER = Duration.ofMillis(-1);
    private static final NumberRange ALL = new NumberRange(0, Integer.MAX_VALUE);
    private static final byte[] HASH = new byte[32];

    private final WorkspaceTransactions transactions =
            new WorkspaceTransactions(TestServers.jdbi());
    private SeededRun run = seeded(5);

    @BeforeEach
    void seed() {
        run = seeded(5);
    }

    @Test
    void items_are_claimed_in_order_and_once() {
        assertThat(numbers(claim(2, LEASE))).containsExactlyInAnyOrder(0, 1);
        assertThat(numbers(claim(10, LEASE))).containsExactlyInAnyOrder(2, 3, 4);
        assertThat(claim(10, LEASE)).isEmpty();
    }

    @Test
    void workers_that_claim_at_once_never_share_an_item() throws InterruptedException {
        run = seeded(400);
        var taken = new ConcurrentLinkedQueue<Integer>();
        var workers = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            workers.add(
                    Thread.startVirtualThread(
                            () -> {
                                for (var got = claim(7, LEASE);
                                        !got.isEmpty();
                                        got = claim(7, LEASE)) {
                                    taken.addAll(numbers(got));
                                }
                            }));
        }
        for (var worker : workers) {
            worker.join();
        }
        assertThat(taken).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    void an_item_whose_worker_died_before_the_request_is_ready_again() {
        claim(1, OVER);
        assertThat(reclaim()).isEmpty();
        var again = claim(1, LEASE);
        assertThat(numbers(again)).containsExactly(0);
        assertThat(again.getFirst().outcomeLost()).isFalse();
    }

    @Test
    void an_item_whose_worker_died_after_the_request_has_a_lost_outcome() {
        var item = claim(1, OVER).getFirst();
        assertThat(send(item)).containsExactly(0);
        var lost = reclaim();
        assertThat(lost).hasSize(1);
        assertThat(lost.getFirst().outcomeLost()).isTrue();
        assertThat(lost.getFirst().sends()).isEqualTo(1);
        assertThat(numbers(claim(10, LEASE))).doesNotContain(0);
    }

    @Test
    void a_lease_that_stands_is_not_taken_over() {
        send(claim(1, LEASE).getFirst());
        assertThat(reclaim()).isEmpty();
    }

    @Test
    void a_renewed_lease_is_not_taken_over_either() {
        var item = claim(1, OVER).getFirst();
        send(item);
        in(
                handle -> {
                    Queue.renew(
                            handle,
                            run.key(),
                            new int[] {item.number()},
                            new int[] {item.fence()},
                            LEASE);
                    return item;
                });
        assertThat(reclaim()).isEmpty();
    }

    @Test
    void a_worker_that_wakes_after_its_lease_writes_nothing() {
        var late = claim(1, OVER).getFirst();
        send(late);
        var now = reclaim().getFirst();
        assertThat(send(late)).isEmpty();
        assertThat(giveBack(late)).isEmpty();
        assertThat(settle(late)).isEmpty();
        assertThat(settle(now)).containsExactly(0);
        assertThat(executions()).isEqualTo(1);
    }

    @Test
    void an_outcome_is_stored_once_however_often_it_is_said() {
        var item = claim(1, LEASE).getFirst();
        assertThat(settle(item)).containsExactly(0);
        assertThat(settle(item)).isEmpty();
        assertThat(executions()).isEqualTo(1);
    }

    @Test
    void an_intent_said_twice_counts_as_one_send() {
        var item = claim(1, OVER).getFirst();
        assertThat(send(item)).containsExactly(0);
        assertThat(send(item)).containsExactly(0);
        assertThat(reclaim().getFirst().sends()).isEqualTo(1);
    }

    @Test
    void a_refused_item_waits_for_its_delay_and_counts_its_try() {
        var item = claim(1, LEASE).getFirst();
        send(item);
        assertThat(giveBack(item)).containsExactly(0);
        assertThat(numbers(claim(10, LEASE))).doesNotContain(0);
        in(
                handle ->
                        handle.execute(
                                "UPDATE run_items SET not_before = now() WHERE workspace_id = ? AND"
                                        + " run_id = ?",
                                run.workspace().value(),
                                run.run().value()));
        var again = claim(1, LEASE).getFirst();
        assertThat(again.number()).isEqualTo(0);
        assertThat(again.tries()).isEqualTo(1);
        assertThat(again.fence()).isGreaterThan(item.fence());
    }

    @Test
    void a_held_item_has_its_execution_and_is_claimed_by_nobody() {
        var item = claim(1, LEASE).getFirst();
        send(item);
        var held =
                in(
                        handle ->
                                Settlement.hold(
                                        handle,
                                        run.key(),
                                        run.createdAt(),
                                        List.of(execution(item, Outcome.UNKNOWN))));
        assertThat(held).containsExactly(0);
        assertThat(numbers(claim(10, LEASE))).doesNotContain(0);
        assertThat(reclaim()).isEmpty();
        assertThat(executions()).isEqualTo(1);
    }

    @Test
    void requests_that_had_left_when_a_run_was_stopped_are_unknown_where_nobody_waits_for_them() {
        var items = claim(3, LEASE);
        items.forEach(this::send);
        lose(items.get(1));
        giveBack(items.get(2));
        assertThat(orphans()).doesNotContain(run.key());
        cancel();
        in(handle -> Orphans.settle(handle, run.key()));
        assertThat(items()).as("its worker still waits for the first").containsExactly(0);
        assertThat(executions()).isEqualTo(1);
        assertThat(orphans()).doesNotContain(run.key());

        in(
                handle -> {
                    Queue.endLeases(handle, run.key());
                    return true;
                });
        assertThat(orphans()).contains(run.key());
        int settled = in(handle -> Orphans.settle(handle, run.key()));
        assertThat(settled).isEqualTo(1);
        assertThat(items()).isEmpty();
        assertThat(executions()).isEqualTo(2);
        assertThat(unknown()).isEqualTo(2);
        assertThat(settle(items.getFirst())).as("its worker was only slow").isEmpty();
        assertThat(orphans()).doesNotContain(run.key());
    }

    @Test
    void only_runs_that_have_work_are_looked_at() {
        assertThat(transactions.outsideWorkspaces(Queue::runningRuns)).contains(run.key());
        cancel();
        assertThat(transactions.outsideWorkspaces(Queue::runningRuns)).doesNotContain(run.key());
    }

    private void cancel() {
        in(
                handle ->
                        handle.execute(
                                """
                                UPDATE test_runs SET state = 'cancelled', finished_at = now()
                                 WHERE workspace_id = ? AND id = ?
                                """,
                                run.workspace().value(),
                                run.run().value()));
    }

    private List<QueuedRun> orphans() {
        return transactions.outsideWorkspaces(Queue::orphanedRuns);
    }

    private void lose(ClaimedItem item) {
        var lost = new QueueBatch.Returned(item.number(), item.fence(), 60_000, false, "cut");
        in(handle -> QueueBatch.returned(handle, run.key(), List.of(lost)));
    }

    private List<Integer> items() {
        return in(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT number FROM run_items
                                         WHERE workspace_id = :w AND run_id = :r ORDER BY number
                                        """)
                                .bind("w", run.workspace().value())
                                .bind("r", run.run().value())
                                .mapTo(Integer.class)
                                .list());
    }

    private int unknown() {
        return in(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT unknown FROM run_progress
                                         WHERE workspace_id = :w AND run_id = :r
                                        """)
                                .bind("w", run.workspace().value())
                                .bind("r", run.run().value())
                                .mapTo(Integer.class)
                                .one());
    }

    private List<ClaimedItem> claim(int limit, Duration lease) {
        return in(handle -> Queue.claim(handle, run.key(), ALL, limit, lease));
    }

    private List<ClaimedItem> reclaim() {
        return in(handle -> Queue.reclaim(handle, run.key(), LEASE));
    }

    private Set<Integer> send(ClaimedItem item) {
        return in(
                handle ->
                        QueueBatch.sent(
                                handle,
                                run.key(),
                                List.of(new QueueBatch.Sent(item.number(), item.fence(), HASH))));
    }

    private Set<Integer> giveBack(ClaimedItem item) {
        return in(
                handle ->
                        QueueBatch.returned(
                                handle,
                                run.key(),
                                List.of(
                                        new QueueBatch.Returned(
                                                item.number(),
                                                item.fence(),
                                                60_000,
                                                true,
                                                "refused"))));
    }

    private Set<Integer> settle(ClaimedItem item) {
        return in(
                handle ->
                        Settlement.settle(
                                handle,
                                run.key(),
                                run.createdAt(),
                                List.of(execution(item, Outcome.PASSED))));
    }

    private int executions() {
        return in(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT count(*) FROM test_executions
                                         WHERE workspace_id = :w AND run_id = :r
                                        """)
                                .bind("w", run.workspace().value())
                                .bind("r", run.run().value())
                                .mapTo(Integer.class)
                                .one());
    }

    private <T> T in(Function<Handle, T> work) {
        return transactions.inWorkspace(run.workspace(), work);
    }

    private SeededRun seeded(int items) {
        return SeededRun.of(transactions, TestServers.workspace(), items);
    }

    private static Set<Integer> numbers(List<ClaimedItem> items) {
        var numbers = new HashSet<Integer>();
        items.forEach(item -> numbers.add(item.number()));
        return numbers;
    }

    private static Execution execution(ClaimedItem item, Outcome outcome) {
        return new Execution(
                item.number(),
                item.fence(),
                0,
                item.casePosition(),
                "case-" + item.casePosition(),
                0,
                "hello",
                null,
                false,
                null,
                outcome,
                0,
                null,
                "{}",
                "[]",
                null,
                null,
                null,
                null,
                false,
                null,
                outcome == Outcome.UNKNOWN ? "unknown outcome: cut" : null,
                item.sends(),
                null,
                null,
                GradingCost.NONE);
    }
}
