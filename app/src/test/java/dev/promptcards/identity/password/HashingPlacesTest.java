package dev.promptcards.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.promptcards.problem.Problem;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

class HashingPlacesTest {

    private final HashingPlaces places = new HashingPlaces(2, new SimpleMeterRegistry());

    @Test
    void no_more_work_at_once_than_there_are_places_and_a_short_queue_waits() {
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new CountDownLatch(1);

        var crowd =
                IntStream.range(0, 18)
                        .mapToObj(
                                _ ->
                                        CompletableFuture.supplyAsync(
                                                () ->
                                                        places.within(
                                                                () -> {
                                                                    most.accumulateAndGet(
                                                                            atOnce
                                                                                    .incrementAndGet(),
                                                                            Math::max);
                                                                    hold(done);
                                                                    return atOnce.decrementAndGet();
                                                                }),
                                                Thread::startVirtualThread))
                        .toList();
        await().until(() -> atOnce.get() == 2);
        await().until(() -> places.inside() == 18);
        assertThatThrownBy(() -> places.within(() -> 1)).isInstanceOf(Problem.TooMany.class);
        done.countDown();
        crowd.forEach(CompletableFuture::join);

        assertThat(most).hasValue(2);
        assertThat(places.within(() -> 7)).isEqualTo(7);
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
