package dev.promptcards.provider.limit;

import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.request;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.promptcards.cache.RedisLink;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.RateLimited;
import dev.promptcards.provider.ProviderResult.Unavailable;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

class ThrottleTest {

    private static final ProviderResult PUSHED_BACK = new RateLimited(Optional.empty(), "429");

    private final HandDriven driven = new HandDriven();
    private final Throttle throttle =
            new Throttle(new Quotas(new RedisLink("", RedisLink.PATIENCE)));
    private final LinkedBlockingQueue<ProviderResult> results = new LinkedBlockingQueue<>();

    @Test
    void calls_pass_as_many_as_come_until_the_provider_pushes_back() throws Exception {
        var provider = around("{}");
        call(provider, 16);
        await().until(() -> driven.held() == 16);
        for (int i = 0; i < 16; i++) {
            driven.answerNext(PUSHED_BACK);
        }
        await().until(() -> results.size() == 16);

        call(provider, 16);
        await().until(() -> driven.held() == 8);
        driven.answerNext(HandDriven.completed(1));
        await().until(() -> results.size() == 17 && driven.held() == 8);
    }

    @Test
    void two_models_of_one_connection_share_what_it_carries() throws Exception {
        call(around("{}"), 4);
        await().until(() -> driven.held() == 4);
        for (int i = 0; i < 4; i++) {
            driven.answerNext(PUSHED_BACK);
        }
        await().until(() -> results.size() == 4);
        call(around("{}"), 4);
        await().until(() -> driven.held() == 2);
    }

    @Test
    void a_limit_on_calls_in_flight_holds() throws Exception {
        var provider = around("{\"maxConcurrency\": 3}");
        call(provider, 10);
        await().until(() -> driven.held() == 3);
        for (int i = 0; i < 10; i++) {
            driven.answerNext(HandDriven.completed(1));
            assertThat(driven.held()).isLessThanOrEqualTo(3);
        }
        await().until(() -> results.size() == 10);
    }

    @Test
    void a_turn_is_a_place_before_anything_is_sent() throws Exception {
        var provider = around("{\"maxConcurrency\": 1}");
        try (var turn = provider.turn()) {
            assertThat(driven.held()).isZero();
            call(provider, 1);
            Thread caller = Thread.startVirtualThread(() -> results.add(turn.call(request("x"))));
            driven.answerNext(PUSHED_BACK);
            caller.join();
            assertThat(results.take()).isEqualTo(PUSHED_BACK);
            assertThat(driven.held()).isZero();
        }
        driven.answerNext(HandDriven.completed(1));
        assertThat(results.take()).isInstanceOf(ProviderResult.Completed.class);
    }

    @Test
    void a_call_interrupted_while_it_waits_was_not_sent() throws Exception {
        var provider = around("{\"maxConcurrency\": 1}");
        try (var _ = provider.turn()) {
            Thread waiting =
                    Thread.startVirtualThread(() -> results.add(provider.call(request("x"))));
            waiting.interrupt();
            assertThat(results.take())
                    .isEqualTo(new Unavailable(Optional.empty(), "interrupted before it was sent"));
        }
        call(provider, 1);
        driven.answerNext(PUSHED_BACK);
        assertThat(results.take()).isEqualTo(PUSHED_BACK);
    }

    private Provider around(String config) {
        return ready(throttle.around(driven, spec("x", config)));
    }

    private void call(Provider provider, int times) {
        for (int i = 0; i < times; i++) {
            Thread.startVirtualThread(() -> results.add(provider.call(request("x"))));
        }
    }
}
