package dev.promptcards.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.promptcards.RedisRelay;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.cache.CacheMeters.Event;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micronaut.context.ApplicationContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// The lease protocol, and what surrounds it, on a real Redis.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedValuesTest {

    private final TestDatabase database = TestServers.freshDatabase();
    private final RedisClient client = RedisClient.create(TestServers.redisUrl());
    private final RedisCommands<String, String> redis = client.connect().sync();
    private final ApplicationContext node = node(TestServers.redisUrl());
    private final SharedValues values = node.getBean(SharedValues.class);
    private final Leases leases = node.getBean(Leases.class);
    private WorkspaceId workspace;
    private Key key;

    /// What is remembered in these tests.
    public record Figure(int number) {}

    @BeforeEach
    void newKey() {
        workspace = database.workspace();
        key = new Key(Family.LABEL, workspace, "one");
    }

    @AfterAll
    void drop() {
        node.close();
        client.shutdown();
        database.close();
    }

    @Test
    void every_key_names_its_family_and_workspace() {
        assertThat(key).hasToString("label:" + workspace + ":one");
    }

    @Test
    void a_value_is_read_once_and_lives_as_long_as_its_family_says() {
        assertThat(get(1)).isEqualTo(1);
        assertThat(get(2)).isEqualTo(1);
        assertThat(redis.get(key.toString())).isEqualTo("{\"schema\":1,\"value\":{\"number\":1}}");
        assertThat(redis.pttl(key.toString())).isBetween(50_000L, 60_000L);
    }

    @Test
    void a_value_that_is_not_to_be_kept_leaves_nothing_behind() {
        values.get(key, Figure.class, _ -> true, _ -> false, () -> new Figure(1));

        assertThat(redis.exists(key.toString())).isZero();
        assertThat(get(2)).isEqualTo(2);
    }

    @Test
    void a_change_between_the_reading_and_the_storing_prevents_the_storing() {
        double before = count(Event.STALE_PREVENTED);

        var fresh =
                values.get(
                        key,
                        Figure.class,
                        _ -> true,
                        _ -> true,
                        () -> {
                            leases.delete(List.of(key.toString()));
                            return new Figure(1);
                        });

        assertThat(fresh.value().number()).isEqualTo(1);
        assertThat(redis.exists(key.toString())).isZero();
        assertThat(count(Event.STALE_PREVENTED)).isEqualTo(before + 1);
    }

    @Test
    void a_lease_that_ended_stores_nothing() {
        values.get(
                key,
                Figure.class,
                _ -> true,
                _ -> true,
                () -> {
                    assertThat(redis.pttl(key.toString()))
                            .isBetween(1L, Family.LABEL.lease().toMillis());
                    redis.pexpire(key.toString(), 1);
                    await().until(() -> redis.exists(key.toString()) == 0);
                    return new Figure(1);
                });

        assertThat(redis.exists(key.toString())).isZero();
    }

    @Test
    void who_finds_anothers_lease_reads_and_stores_nothing() {
        redis.psetex(key.toString(), Family.LABEL.lease().toMillis(), "lease:another");

        assertThat(get(7)).isEqualTo(7);
        assertThat(redis.get(key.toString())).isEqualTo("lease:another");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 60_000})
    void a_lease_that_would_outlast_its_family_is_nobodys(long millis) {
        redis.set(key.toString(), "lease:another");
        if (millis > 0) {
            redis.pexpire(key.toString(), millis);
        }

        assertThat(get(2)).isEqualTo(2);
        assertThat(get(3)).isEqualTo(2);
    }

    @Test
    void what_is_no_string_is_replaced_and_redis_goes_on_to_be_asked() {
        redis.lpush(key.toString(), "one");

        assertThat(get(2)).isEqualTo(2);
        assertThat(node.getBean(RedisLink.class).isResting()).isFalse();
        assertThat(get(3)).isEqualTo(2);
    }

    @Test
    void a_lease_whose_place_was_taken_by_something_else_stores_nothing() {
        values.get(
                key,
                Figure.class,
                _ -> true,
                _ -> true,
                () -> {
                    redis.del(key.toString());
                    redis.lpush(key.toString(), "one");
                    return new Figure(1);
                });

        assertThat(redis.type(key.toString())).isEqualTo("list");
        assertThat(node.getBean(RedisLink.class).isResting()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":0,\"value\":{\"number\":1}}",
                "{\"schema\":1,\"value\":{\"name\":\"x\"}}",
                "{\"schema\":1,\"value\":null}",
                "{\"schema\":1}",
                "null",
                "\u0000",
                "",
            })
    void a_value_of_another_form_is_none_and_replaced(String bad) {
        redis.psetex(key.toString(), 50_000, bad);

        assertThat(get(2)).isEqualTo(2);
        assertThat(get(3)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {120_000, 999_999_999_999_999L})
    void a_value_that_would_live_longer_than_its_family_is_none_and_replaced(long millis) {
        redis.psetex(key.toString(), millis, "{\"schema\":1,\"value\":{\"number\":1}}");

        assertThat(get(2)).isEqualTo(2);
        assertThat(redis.pttl(key.toString())).isBetween(50_000L, 60_000L);
    }

    @Test
    void a_value_without_an_end_is_none_and_replaced() {
        redis.set(key.toString(), "{\"schema\":1,\"value\":{\"number\":1}}");

        assertThat(get(2)).isEqualTo(2);
        assertThat(redis.pttl(key.toString())).isBetween(50_000L, 60_000L);
    }

    @Test
    void a_value_that_is_not_believed_is_none() {
        get(5);

        assertThat(
                        values.get(
                                        key,
                                        Figure.class,
                                        it -> it.number() > 5,
                                        _ -> true,
                                        () -> new Figure(6))
                                .value()
                                .number())
                .isEqualTo(6);
    }

    @Test
    void json_comes_back_byte_for_byte() {
        var text = "{\"cost\": 0.0000001, \"of\":\"é\"}";

        assertThat(new String(json(text).text(), UTF_8)).isEqualTo(text);
        assertThat(new String(json("another").text(), UTF_8)).isEqualTo(text);
        assertThat(redis.get(key.toString())).isEqualTo("{\"schema\":1,\"value\":" + text + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"schema\":1,\"value\":", "{\"schema\":0,\"value\":5}"})
    void json_of_another_form_is_none(String found) {
        redis.set(key.toString(), found);

        assertThat(new String(json("7").text(), UTF_8)).isEqualTo("7");
    }

    @Test
    void who_reads_a_report_may_take_long_enough() {
        var report = new Key(Family.METRICS, workspace, "one");
        values.get(
                report,
                Figure.class,
                _ -> true,
                _ -> true,
                () -> {
                    assertThat(redis.pttl(report.toString())).isBetween(12_000L, 15_000L);
                    return new Figure(1);
                });
        assertThat(redis.get(report.toString())).contains("number");
    }

    private Json json(String read) {
        return values.get(
                        key, Json.class, _ -> true, _ -> true, () -> new Json(read.getBytes(UTF_8)))
                .value();
    }

    @Test
    void of_one_key_one_question_is_under_way() throws Exception {
        var reads = new AtomicInteger();
        var inside = new CountDownLatch(1);
        double waits = count(Event.WAITS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers =
                    IntStream.range(0, 50)
                            .mapToObj(
                                    _ ->
                                            threads.submit(
                                                    () ->
                                                            values.get(
                                                                            key,
                                                                            Figure.class,
                                                                            _ -> true,
                                                                            _ -> true,
                                                                            () ->
                                                                                    slow(
                                                                                            reads,
                                                                                            inside))
                                                                    .value()))
                            .toList();
            await().until(() -> count(Event.WAITS) == waits + 49);
            inside.countDown();
            for (Future<Figure> answer : answers) {
                assertThat(answer.get().number()).isEqualTo(1);
            }
        }
        assertThat(reads).hasValue(1);
    }

    private static Figure slow(AtomicInteger reads, CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new Figure(reads.incrementAndGet());
    }

    @Test
    void a_failure_is_everybodys_who_waits_and_the_next_asks_anew() {
        assertThatThrownBy(
                        () ->
                                values.get(
                                        key,
                                        Figure.class,
                                        _ -> true,
                                        _ -> true,
                                        () -> {
                                            throw new Problem.NotFound("gone");
                                        }))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(redis.exists(key.toString())).isZero();
        assertThat(get(2)).isEqualTo(2);
        assertThat(get(3)).isEqualTo(2);
    }

    @Test
    void who_fails_gives_back_no_lease_but_its_own() {
        assertThatThrownBy(
                        () ->
                                values.get(
                                        key,
                                        Figure.class,
                                        _ -> true,
                                        _ -> true,
                                        () -> {
                                            redis.psetex(key.toString(), 3_000, "lease:another");
                                            throw new Problem.NotFound("gone");
                                        }))
                .isInstanceOf(Problem.NotFound.class);

        assertThat(redis.get(key.toString())).isEqualTo("lease:another");
    }

    // The pool of tests holds ten.
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "4, 2"})
    void misses_take_a_fifth_of_the_pool_and_those_of_a_workspace_half_of_it(
            int workspaces, int places) {
        var asking = IntStream.range(0, workspaces).mapToObj(_ -> database.workspace()).toList();
        var most = new AtomicInteger();
        var inside = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 40)
                    .forEach(
                            n ->
                                    threads.submit(
                                            () ->
                                                    values.get(
                                                            new Key(
                                                                    Family.LABEL,
                                                                    asking.get(n % workspaces),
                                                                    "of-" + n),
                                                            Figure.class,
                                                            _ -> true,
                                                            _ -> true,
                                                            () -> counted(inside, most))));
        }
        assertThat(most).hasValue(places);
    }

    private Figure counted(AtomicInteger inside, AtomicInteger most) {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        node.getBean(WorkspaceTransactions.class)
                .inWorkspace(workspace, handle -> handle.execute("SELECT pg_sleep(0.005)"));
        inside.decrementAndGet();
        return new Figure(1);
    }

    @Test
    void without_redis_every_answer_is_read_and_right() {
        try (var alone = node("")) {
            var ask = alone.getBean(SharedValues.class);
            for (int i = 0; i < 3; i++) {
                var figure = new Figure(i);
                assertThat(ask.get(key, Figure.class, _ -> true, _ -> true, () -> figure).value())
                        .isEqualTo(figure);
            }
        }
    }

    @Test
    void a_change_that_is_rolled_back_deletes_nothing() {
        get(1);

        assertThatThrownBy(
                        () ->
                                transactions(node)
                                        .inWorkspace(
                                                workspace,
                                                handle -> {
                                                    record(node, handle);
                                                    throw new Problem.Conflict("no");
                                                }))
                .isInstanceOf(Problem.Conflict.class);

        assertThat(redis.exists(key.toString())).isOne();
        assertThat(rows()).isZero();
    }

    @Test
    void a_delete_that_was_lost_is_repeated_until_it_is_acknowledged() {
        try (var relay = new RedisRelay();
                var cut = node(relay.url())) {
            get(1);
            relay.stop();

            change(cut);

            assertThat(redis.exists(key.toString())).isOne();
            assertThat(rows()).isOne();
            cut.getBean(Sweep.class).sweep();
            assertThat(rows()).isOne();
            await().until(
                            () -> {
                                node.getBean(Sweep.class).sweep();
                                return rows() == 0;
                            });
            assertThat(redis.exists(key.toString())).isZero();
        }
    }

    @Test
    void a_delete_that_is_never_acknowledged_is_given_up_when_nothing_can_stand_any_more() {
        try (var relay = new RedisRelay();
                var cut = node(relay.url())) {
            relay.stop();
            change(cut);
            aged("62 s");
            cut.getBean(Sweep.class).sweep();
            assertThat(rows()).isOne();

            aged("64 s");
            cut.getBean(Sweep.class).sweep();

            assertThat(rows()).isZero();
        }
    }

    @Test
    void where_there_is_no_redis_no_deletes_are_written_down() {
        try (var alone = node("")) {
            change(alone);

            assertThat(rows()).isZero();
        }
    }

    private void aged(String age) {
        database.ownerJdbi()
                .useTransaction(
                        owner -> {
                            owner.execute("SELECT bind_workspace(?)", workspace.value());
                            owner.execute(
                                    "UPDATE cache_deletes SET created_at = now() - ?::interval",
                                    age);
                        });
    }

    private void change(ApplicationContext at) {
        transactions(at)
                .inWorkspace(
                        workspace,
                        handle -> {
                            record(at, handle);
                            return handle;
                        });
    }

    @Test
    void after_a_failure_one_alone_tries_again() {
        try (var relay = new RedisRelay();
                var link = new RedisLink(relay.url(), Duration.ofSeconds(5))) {
            relay.stop();
            assertThat(link.ask(it -> it.sync().ping())).isEmpty();
            assertThat(link.isResting()).isTrue();
            relay.resume();
            var asked = new AtomicInteger();
            assertThat(link.ask(_ -> asked.incrementAndGet())).isEmpty();
            await().until(() -> link.ask(it -> it.sync().ping()).isPresent());
            assertThat(asked).hasValue(0);
            assertThat(link.isResting()).isFalse();
        }
    }

    private void record(ApplicationContext at, org.jdbi.v3.core.Handle handle) {
        at.getBean(Outbox.class)
                .record(handle, workspace, List.of(new Change(UUID.randomUUID(), 2, List.of(key))));
    }

    private int get(int number) {
        return values.get(key, Figure.class, _ -> true, _ -> true, () -> new Figure(number))
                .value()
                .number();
    }

    private double count(Event event) {
        return node.getBean(CacheMeters.class).counter(Family.LABEL, event).count();
    }

    private int rows() {
        return database.transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.createQuery(
                                                "SELECT count(*) FROM cache_deletes WHERE"
                                                        + " workspace_id = :id")
                                        .bind("id", workspace)
                                        .mapTo(Integer.class)
                                        .one());
    }

    private static WorkspaceTransactions transactions(ApplicationContext at) {
        return at.getBean(WorkspaceTransactions.class);
    }

    private ApplicationContext node(String url) {
        var properties = new HashMap<String, Object>(TestServers.properties());
        properties.put("database.url", database.application().reveal());
        properties.put("redis.url", url);
        // A test machine may be busy.
        properties.put("redis.patience", "10s");
        return ApplicationContext.builder().properties(properties).start();
    }
}
