package dev.promptcards.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.SeededRun;
import dev.promptcards.TestServers;
import dev.promptcards.queue.JudgeCalls.Call;
import dev.promptcards.tenancy.WorkspaceTransactions;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What is known of judges, and the items claimed one after the other or after their row, on the
/// real PostgreSQL and as the application's role.
class JudgeCallsTest {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final byte[] HASH = new byte[32];
    private static final ByteBuffer KEY = ByteBuffer.wrap(HASH);

    private final WorkspaceTransactions transactions =
            new WorkspaceTransactions(TestServers.jdbi());
    private SeededRun run = SeededRun.of(transactions, TestServers.workspace(), 4);

    @BeforeEach
    void seed() {
        run = SeededRun.of(transactions, TestServers.workspace(), 4);
    }

    @Test
    void an_intent_is_written_only_under_the_items_fence() {
        var item = claimFirst().getFirst();
        var intents = sent(new Call(item.number(), item.fence() - 1, HASH));
        assertThat(intents.items()).isEmpty();
        assertThat(known(item)).isEmpty();
        assertThat(sent(call(item)).items()).containsExactly(item.number());
        assertThat(known(item)).isEqualTo(Map.of(KEY, false));
    }

    @Test
    void a_call_that_leaves_again_without_an_answer_is_counted() {
        var item = claimFirst().getFirst();
        assertThat(sent(call(item)).again()).isZero();
        assertThat(sent(call(item)).again()).isEqualTo(1);
    }

    @Test
    void an_answer_stays_known_until_the_item_settles_and_a_refusal_does_not() {
        var item = claimFirst().getFirst();
        sent(call(item));
        in(h -> done(() -> JudgeCalls.answered(h, run.key(), List.of(call(item)))));
        assertThat(known(item)).isEqualTo(Map.of(KEY, true));
        in(h -> done(() -> JudgeCalls.forget(h, run.key(), List.of(item.number()))));
        assertThat(known(item)).isEmpty();
        sent(call(item));
        in(h -> done(() -> JudgeCalls.refused(h, run.key(), List.of(call(item)))));
        assertThat(known(item)).isEmpty();
    }

    @Test
    void of_a_serial_run_the_next_item_is_claimed_when_the_one_before_has_left_the_queue() {
        var first = claimFirst();
        assertThat(first).extracting(ClaimedItem::number).containsExactly(0);
        assertThat(claimFirst()).isEmpty();
        leave(0);
        assertThat(claimFirst()).extracting(ClaimedItem::number).containsExactly(1);
        hold(1);
        assertThat(claimFirst()).extracting(ClaimedItem::number).containsExactly(2);
    }

    @Test
    void a_comparison_is_claimed_when_no_other_item_of_its_row_is_left() {
        // A grid of two rows with two columns each; the comparisons are 4 and 5.
        in(
                h ->
                        h.execute(
                                """
                                INSERT INTO run_items (workspace_id, run_id, number, column_number,
                                       case_position, repeat_number, comparison)
                                VALUES (?, ?, 4, 0, 0, 0, true), (?, ?, 5, 0, 1, 0, true)
                                """,
                                run.workspace().value(),
                                run.run().value(),
                                run.workspace().value(),
                                run.run().value()));
        leave(2);
        assertThat(claimComparisons()).isEmpty();
        leave(3);
        assertThat(claimComparisons())
                .singleElement()
                .matches(item -> item.number() == 5 && item.comparison());
        leave(0);
        hold(1);
        assertThat(claimComparisons()).as("an unknown outcome is waited for").isEmpty();
        leave(1);
        assertThat(claimComparisons()).extracting(ClaimedItem::number).containsExactly(4);
    }

    private List<ClaimedItem> claimFirst() {
        return in(h -> Queue.claimFirst(h, run.key(), 4, LEASE));
    }

    private List<ClaimedItem> claimComparisons() {
        return in(h -> Queue.claimComparisons(h, run.key(), 4, 2, 10, LEASE));
    }

    private JudgeCalls.Intents sent(Call call) {
        return in(h -> JudgeCalls.sent(h, run.key(), List.of(call)));
    }

    private Map<ByteBuffer, Boolean> known(ClaimedItem item) {
        return in(h -> JudgeCalls.of(h, run.key(), item.number()));
    }

    private static Call call(ClaimedItem item) {
        return new Call(item.number(), item.fence(), HASH);
    }

    private void leave(int number) {
        in(
                h ->
                        h.execute(
                                "DELETE FROM run_items WHERE workspace_id = ? AND run_id = ? AND"
                                        + " number = ?",
                                run.workspace().value(),
                                run.run().value(),
                                number));
    }

    private void hold(int number) {
        in(
                h ->
                        h.execute(
                                "UPDATE run_items SET state = 'unknown', lease_until = NULL WHERE"
                                        + " workspace_id = ? AND run_id = ? AND number = ?",
                                run.workspace().value(),
                                run.run().value(),
                                number));
    }

    private static boolean done(Runnable work) {
        work.run();
        return true;
    }

    private <T> T in(Function<Handle, T> work) {
        return transactions.inWorkspace(run.workspace(), work);
    }
}
