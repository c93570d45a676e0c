package dev.promptcards.assertion.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// A question that is under way when its case is settled would be paid and never counted.
class ParallelTest {

    private final CountDownLatch failing = new CountDownLatch(1);
    private final AtomicBoolean answered = new AtomicBoolean();

    private final Callable<String> slow =
            () -> {
                failing.await();
                // Long enough to lose the race against whoever does not wait.
                for (int i = 0; i < 1_000; i++) {
                    Thread.yield();
                }
                answered.set(true);
                return "late";
            };

    @Test
    void all_have_ended_when_one_has_failed() {
        Callable<String> failed =
                () -> {
                    failing.countDown();
                    throw Unanswered.failed("no");
                };

        assertThatThrownBy(() -> Parallel.all(List.of(failed, slow)))
                .isInstanceOf(Unanswered.class);
        assertThat(answered).isTrue();
    }

    @Test
    void what_was_started_has_ended_when_it_is_closed() {
        try (var _ = Parallel.start(slow)) {
            failing.countDown();
        }

        assertThat(answered).isTrue();
    }
}
