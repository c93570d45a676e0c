package dev.promptcards.provider.limit;

import static dev.promptcards.provider.ProviderBeans.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.promptcards.TestServers;
import dev.promptcards.cache.RedisLink;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// Limits that several workers share, each here with a connection to Redis of its own.
class QuotasTest {

    /// A test machine may be busy; what is tested here is not how long Redis is waited for.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String NOBODY = "redis://127.0.0.1:1";

    private final String connection = UUID.randomUUID().toString();
    private final RedisLink oneLink = new RedisLink(TestServers.redisUrl(), PATIENCE);
    private final RedisLink otherLink = new RedisLink(TestServers.redisUrl(), PATIENCE);
    private final Quotas one = new Quotas(oneLink);
    private final Quotas other = new Quotas(otherLink);

    @AfterEach
    void close() {
        one.close();
        other.close();
        oneLink.close();
        otherLink.close();
    }

    @Test
    void places_in_flight_are_counted_over_all_workers() throws Exception {
        var limits = Limits.in(object("{\"maxConcurrency\": 2}"));
        var first = one.of(connection, limits).take();
        var second = other.of(connection, limits).take();
        var third = later(one.of(connection, limits));
        var fourth = later(other.of(connection, limits));
        assertThat(third).isNotDone();
        assertThat(fourth).isNotDone();
        first.close();
        await().until(() -> third.isDone() != fourth.isDone());
        second.close();
        await().until(() -> third.isDone() && fourth.isDone());
        third.join().close();
        fourth.join().close();
    }

    @Test
    void the_places_of_a_worker_that_died_come_free_when_their_lease_ends() throws Exception {
        try (var link = new RedisLink(TestServers.redisUrl(), PATIENCE)) {
            var dead = new RedisPlaces(link, connection, 1, Duration.ofMillis(300));
            assertThat(dead.take()).isPresent();
            var alive = new RedisPlaces(link, connection, 1, Duration.ofSeconds(30));
            assertThat(alive.take()).isPresent();
        }
    }

    @Test
    void a_renewed_lease_does_not_end() throws Exception {
        try (var link = new RedisLink(TestServers.redisUrl(), PATIENCE)) {
            var places = new RedisPlaces(link, connection, 1, Duration.ofSeconds(30));
            String lease = places.take().orElseThrow();
            double before =
                    link.ask(c -> score(c.sync().zscore(key(), bytes(lease)))).orElseThrow();
            await().until(
                            () -> {
                                places.renew();
                                return link.ask(c -> score(c.sync().zscore(key(), bytes(lease))))
                                                .orElseThrow()
                                        > before;
                            });
            places.giveBack(lease);
            await().until(() -> link.ask(c -> c.sync().zcard(key())).orElse(1L) == 0);
        }
    }

    @Test
    void requests_a_minute_are_counted_over_all_workers() {
        var limits = Limits.in(object("{\"requestsPerMinute\": 60}"));
        try (var link = new RedisLink(TestServers.redisUrl(), PATIENCE);
                var link2 = new RedisLink(TestServers.redisUrl(), PATIENCE)) {
            assertThat(reserve(link, limits)).isZero();
            assertThat(reserve(link2, limits))
                    .isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
            assertThat(reserve(link, limits))
                    .isBetween(Duration.ofMillis(1001), Duration.ofSeconds(2));
        }
    }

    @Test
    void tokens_spent_are_waited_for_by_the_calls_after() {
        var rates = Rates.local(Limits.in(object("{\"tokensPerMinute\": 600}")));
        assertThat(rates.reserve()).isZero();
        rates.spent(610);
        // Ten a second; 600 of 610 were not there.
        assertThat(rates.reserve()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(61));
    }

    @Test
    void without_limits_nobody_waits() {
        var rates = Rates.local(Limits.in(object("{}")));
        assertThat(rates.reserve()).isZero();
    }

    @Test
    void while_redis_is_away_a_worker_counts_for_itself() throws Exception {
        var limits = new Limits(OptionalInt.of(1), OptionalInt.of(6000), OptionalInt.of(1_000_000));
        try (var link = new RedisLink(NOBODY, RedisLink.PATIENCE);
                var alone = new Quotas(link)) {
            var quota = alone.of(connection, limits);
            var first = quota.take();
            first.spent(10);
            var second = later(quota);
            assertThat(second).isNotDone();
            first.close();
            second.join().close();
        }
    }

    @Test
    void nobody_waits_for_a_redis_that_is_away() {
        try (var link = new RedisLink(NOBODY, RedisLink.PATIENCE)) {
            assertThat(link.ask(c -> c.sync().ping())).isEqualTo(Optional.empty());
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                link.ask(c -> c.sync().ping());
            }
            // A hundred waits would be 5 s.
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(1));
        }
    }

    private Duration reserve(RedisLink link, Limits limits) {
        return link.ask(redis -> Rates.shared(redis, connection, limits).reserve()).orElseThrow();
    }

    private static CompletableFuture<Quota.Place> later(Quota quota) {
        var place = new CompletableFuture<Quota.Place>();
        Thread.startVirtualThread(
                () -> {
                    try {
                        place.complete(quota.take());
                    } catch (InterruptedException e) {
                        place.completeExceptionally(e);
                    }
                });
        return place;
    }

    private String key() {
        return "limit:flight:" + connection;
    }

    private static double score(Double score) {
        return score == null ? 0 : score;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
