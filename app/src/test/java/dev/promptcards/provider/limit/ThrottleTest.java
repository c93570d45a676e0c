package dev.promptcards.provider.limit;

import static dev.promptcards.provider.ProviderBeans.WORKSPACE;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.request;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.promptcards.TestServers;
import dev.promptcards.cache.RedisLink;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.RateLimited;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.tenancy.WorkspaceId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;

class ThrottleTest {

    private static final ProviderResult PUSHED_BACK = new RateLimited(Optional.empty(), "429");

    private static final WorkspaceId OTHER = new WorkspaceId(new UUID(0, 8));
    private static final String ALL_LIMITS =
            """
            {"maxConcurrency": 5, "requestsPerMinute": 60, "tokensPerMinute": 600}
            """;

    /// A test machine may be busy.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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
    void two_workspaces_with_one_key_do_not_feel_each_other() throws Exception {
        var limited = "{\"maxConcurrency\": 1}";
        call(around("{}"), 4);
        await().until(() -> driven.held() == 4);
        for (int i = 0; i < 4; i++) {
            driven.answerNext(PUSHED_BACK);
        }
        await().until(() -> results.size() == 4);
        call(around(OTHER, "{}"), 4);
        await().until(() -> driven.held() == 4);
        for (int i = 0; i < 4; i++) {
            driven.answerNext(HandDriven.completed(1));
        }

        call(around(limited), 2);
        call(around(OTHER, limited), 2);
        await().until(() -> driven.held() == 2);
    }

    @Test
    void what_is_counted_in_redis_bears_the_workspace() throws Exception {
        var workspace = new WorkspaceId(UUID.randomUUID());
        try (var redis = new RedisLink(TestServers.redisUrl(), PATIENCE);
                var quotas = new Quotas(redis);
                var _ =
                        ready(new Throttle(quotas).around(workspace, driven, spec("x", ALL_LIMITS)))
                                .turn()) {
            assertThat(redis.ask(it -> it.sync().keys("limit:*" + workspace + ":*")).orElseThrow())
                    .extracting(key -> key.replaceFirst(":" + workspace + ":.*", ""))
                    .containsExactlyInAnyOrder("limit:flight", "limit:requests", "limit:tokens");
        }
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
        return around(WORKSPACE, config);
    }

    private Provider around(WorkspaceId workspace, String config) {
        return ready(throttle.around(workspace, driven, spec("x", config)));
    }

    private void call(Provider provider, int times) {
        for (int i = 0; i < times; i++) {
            Thread.startVirtualThread(() -> results.add(provider.call(request("x"))));
        }
    }
}
