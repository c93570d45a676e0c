package dev.promptcards.provider.limit;

import static dev.promptcards.provider.limit.AdaptiveConcurrency.Load.CARRIED;
import static dev.promptcards.provider.limit.AdaptiveConcurrency.Load.PUSHED_BACK;
import static dev.promptcards.provider.limit.AdaptiveConcurrency.Load.UNKNOWN;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.promptcards.provider.limit.AdaptiveConcurrency.Load;
import dev.promptcards.provider.limit.AdaptiveConcurrency.Place;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class AdaptiveConcurrencyTest {

    @Test
    void it_starts_at_what_is_asked_for() throws InterruptedException {
        var concurrency = new AdaptiveConcurrency(128);
        enter(concurrency, 128);
        assertThat(concurrency.inFlight()).isEqualTo(128);
        assertThat(concurrency.limit()).isEqualTo(128);
    }

    @Test
    void when_it_is_pushed_back_it_halves() throws InterruptedException {
        var concurrency = new AdaptiveConcurrency(128);
        round(concurrency, 128, 100, 28);
        assertThat(concurrency.limit()).isEqualTo(64);
    }

    @Test
    void all_calls_sent_before_halving_halve_it_once() throws InterruptedException {
        var concurrency = new AdaptiveConcurrency(128);
        round(concurrency, 128, 0, 128);
        assertThat(concurrency.limit()).isEqualTo(64);
        round(concurrency, 64, 0, 64);
        assertThat(concurrency.limit()).isEqualTo(32);
    }

    @Test
    void without_a_ceiling_it_halves_what_was_in_flight() throws InterruptedException {
        var concurrency = new AdaptiveConcurrency(Integer.MAX_VALUE);
        round(concurrency, 40, 20, 20);
        assertThat(concurrency.limit()).isEqualTo(20);
    }

    @Test
    void it_never_falls_below_one() throws InterruptedException {
        var concurrency = new AdaptiveConcurrency(2);
        for (int i = 0; i < 10; i++) {
            round(concurrency, 1, 0, 1);
        }
        assertThat(concurrency.limit()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 25})
    void a_few_refusals_among_many_calls_are_not_overload(int refused) throws InterruptedException {
        var concurrency = new AdaptiveConcurrency(128);
        for (int i = 0; i < 20; i++) {
            round(concurrency, 128, 128 - refused, refused);
        }
        assertThat(concurrency.limit()).isEqualTo(128);
    }

    @Test
    void calls_without_a_lesson_teach_nothing() throws InterruptedException {
        var concurrency = new AdaptiveConcurrency(8);
        for (Place place : enter(concurrency, 8)) {
            concurrency.leave(place, UNKNOWN);
        }
        assertThat(concurrency.limit()).isEqualTo(8);
    }

    @Test
    void it_comes_back_by_a_step_a_round_up_to_what_was_asked_for() throws InterruptedException {
        var concurrency = new AdaptiveConcurrency(64);
        round(concurrency, 64, 32, 32);
        assertThat(concurrency.limit()).isEqualTo(32);
        int rounds = 0;
        for (int limit = 32; limit < 64; limit = concurrency.limit()) {
            round(concurrency, limit, limit, 0);
            assertThat(concurrency.limit()).isGreaterThan(limit).isLessThanOrEqualTo(limit + 2);
            rounds++;
        }
        assertThat(rounds).isBetween(16, 32);
        round(concurrency, 64, 64, 0);
        assertThat(concurrency.limit()).isEqualTo(64);
    }

    @Test
    void a_limit_nobody_came_near_does_not_grow() throws InterruptedException {
        var concurrency = new AdaptiveConcurrency(64);
        round(concurrency, 64, 0, 64);
        for (int i = 0; i < 50; i++) {
            round(concurrency, 3, 3, 0);
        }
        assertThat(concurrency.limit()).isEqualTo(32);
    }

    @Test
    void those_that_wait_get_their_turn_in_order_of_arrival() throws InterruptedException {
        var concurrency = new AdaptiveConcurrency(1);
        Place first = concurrency.enter();
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            threads.add(
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    Place place = concurrency.enter();
                                    order.add(number);
                                    concurrency.leave(place, CARRIED);
                                } catch (InterruptedException e) {
                                    order.add(-1);
                                }
                            }));
            await().until(() -> concurrency.waiting() == number + 1);
        }
        concurrency.leave(first, CARRIED);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(order).hasSize(20).isSorted();
        assertThat(concurrency.isIdle()).isTrue();
    }

    @Test
    void who_is_interrupted_leaves_the_queue_and_holds_nobody_up() throws InterruptedException {
        var concurrency = new AdaptiveConcurrency(1);
        Place first = concurrency.enter();
        Thread waiting =
                Thread.startVirtualThread(
                        () -> {
                            try {
                                concurrency.enter();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        await().until(() -> concurrency.waiting() == 1);
        waiting.interrupt();
        waiting.join();
        assertThat(concurrency.waiting()).isZero();
        concurrency.leave(first, CARRIED);
        concurrency.leave(concurrency.enter(), CARRIED);
        assertThat(concurrency.isIdle()).isTrue();
    }

    private static void round(
            AdaptiveConcurrency concurrency, int calls, int carried, int pushedBack)
            throws InterruptedException {
        List<Place> places = enter(concurrency, calls);
        for (int i = 0; i < carried + pushedBack; i++) {
            // Refusals first: they are quicker.
            Load load = i < pushedBack ? PUSHED_BACK : CARRIED;
            concurrency.leave(places.get(i), load);
        }
    }

    private static List<Place> enter(AdaptiveConcurrency concurrency, int calls)
            throws InterruptedException {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            places.add(concurrency.enter());
        }
        return places;
    }
}
