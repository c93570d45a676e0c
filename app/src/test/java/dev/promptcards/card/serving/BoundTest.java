package dev.promptcards.card.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.promptcards.RedisRelay;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.cache.Family;
import dev.promptcards.card.CardId;
import dev.promptcards.card.MovedLabels;
import dev.promptcards.identity.HandDrivenTicker;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// How long a label may show what it showed before, with the messages between nodes lost one after
/// the other. Each node's time is driven by hand, and Redis's by changing what is left of a value.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoundTest {

    private final TestDatabase database = TestServers.freshDatabase();
    private final RedisClient client = RedisClient.create(TestServers.redisUrl());
    private final RedisCommands<String, String> redis = client.connect().sync();
    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private WorkspaceId workspace;

    @BeforeEach
    void a_card() {
        workspace = database.workspace();
        NumberedCard.make(database, workspace, "card", 5);
    }

    @AfterAll
    void drop() {
        client.shutdown();
        database.close();
    }

    @Test
    void the_node_that_moves_shows_it_at_once_and_a_deaf_one_when_a_second_has_passed() {
        try (var one = deaf(TestServers.redisUrl());
                var deaf = deaf(TestServers.redisUrl())) {
            assertThat(deaf.production(workspace, "card")).isEqualTo(1);

            one.move(workspace, "card", 2);

            assertThat(one.production(workspace, "card")).isEqualTo(2);
            assertThat(deaf.production(workspace, "card")).isEqualTo(1);
            ticker.pass(Duration.ofMillis(999));
            assertThat(deaf.production(workspace, "card")).isEqualTo(1);
            ticker.pass(Duration.ofMillis(1));
            assertThat(deaf.production(workspace, "card")).isEqualTo(2);
        }
    }

    @Test
    void labels_that_never_were_leave_nothing_in_redis() {
        try (var one = deaf(TestServers.redisUrl())) {
            one.production(workspace, "card");
            assertThat(redis.keys("label:" + workspace + ":*")).hasSize(1);
            for (var label : List.of("made-up", "made-up-too")) {
                assertThatThrownBy(() -> one.bean(ServedCards.class).get(workspace, "card", label))
                        .isInstanceOf(Problem.NotFound.class);
            }

            assertThat(redis.keys("label:" + workspace + ":*")).hasSize(1);
        }
    }

    @Test
    void with_the_delete_lost_a_deaf_node_shows_it_when_the_value_has_lived_its_life() {
        try (var relay = new RedisRelay();
                var one = deaf(relay.url());
                var deaf = deaf(TestServers.redisUrl())) {
            deaf.production(workspace, "card");
            relay.stop();

            one.move(workspace, "card", 2);

            assertThat(one.production(workspace, "card")).isEqualTo(2);
            ticker.pass(Pointers.IN_PROCESS);
            assertThat(deaf.production(workspace, "card")).isEqualTo(1);
            assertThat(redis.pttl(key())).isBetween(1L, Family.LABEL.timeToLive().toMillis());
            redis.pexpire(key(), 1);
            await().until(() -> redis.exists(key()) == 0);
            ticker.pass(Pointers.IN_PROCESS);
            assertThat(deaf.production(workspace, "card")).isEqualTo(2);
        }
    }

    @Test
    void what_is_remembered_lives_no_longer_than_the_value_in_redis_would_have() {
        try (var node = deaf(TestServers.redisUrl());
                var other = deaf(TestServers.redisUrl())) {
            node.production(workspace, "card");
            redis.pexpire(key(), 400);

            other.production(workspace, "card");

            assertThat(remembers(other)).isTrue();
            ticker.pass(Duration.ofMillis(400));
            assertThat(remembers(other)).isFalse();
        }
    }

    @Test
    void the_bound_is_the_lease_and_the_life_of_a_value() {
        assertThat(Pointers.BOUND).isEqualTo(Duration.ofSeconds(63));
    }

    @Test
    void the_node_that_moves_believes_no_old_value_when_redis_is_back() {
        try (var relay = new RedisRelay();
                var one = deaf(relay.url())) {
            one.production(workspace, "card");
            relay.stop();
            one.move(workspace, "card", 2);
            relay.resume();
            for (int i = 0; i < 30; i++) {
                ticker.pass(Pointers.IN_PROCESS);
                assertThat(one.production(workspace, "card")).isEqualTo(2);
            }
        }
    }

    @Test
    void a_node_that_listens_is_told_though_its_time_stands_still() {
        try (var one = deaf(TestServers.redisUrl());
                var two = ServingNode.listening(database, TestServers.redisUrl(), ticker)) {
            awaitListener();
            for (int version = 2; version <= 3; version++) {
                int wanted = version;
                two.production(workspace, "card");

                one.move(workspace, "card", version);

                await().until(() -> two.production(workspace, "card") == wanted);
            }
        }
    }

    @Test
    void a_node_that_lost_its_ear_forgets_everything_when_it_has_another() {
        try (var one = deaf(TestServers.redisUrl());
                var two = ServingNode.listening(database, TestServers.redisUrl(), ticker)) {
            awaitListener();
            two.production(workspace, "card");

            database.ownerJdbi()
                    .useHandle(
                            handle ->
                                    handle.execute(
                                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                                + " WHERE query LIKE 'LISTEN%' OR query = 'SELECT"
                                                + " 1' AND datname = current_database()"));
            one.move(workspace, "card", 2);

            await().until(() -> two.production(workspace, "card") == 2);
        }
    }

    private void awaitListener() {
        await().until(
                        () ->
                                database.ownerJdbi()
                                                .withHandle(
                                                        handle ->
                                                                handle.createQuery(
                                                                                "SELECT count(*)"
                                                                                    + " FROM"
                                                                                    + " pg_stat_activity"
                                                                                    + " WHERE"
                                                                                    + " datname ="
                                                                                    + " current_database()"
                                                                                    + " AND query"
                                                                                    + " LIKE"
                                                                                    + " 'LISTEN%'"
                                                                                    + " AND state ="
                                                                                    + " 'idle'")
                                                                        .mapTo(Integer.class)
                                                                        .one())
                                        == 1);
    }

    private ServingNode deaf(String url) {
        return ServingNode.deaf(database, url, ticker);
    }

    private boolean remembers(ServingNode node) {
        return node.bean(Pointers.class).remembered(workspace, card(), "production").isPresent();
    }

    private String key() {
        return MovedLabels.key(workspace, card(), "production").toString();
    }

    private CardId card() {
        return new CardId(
                database.transactions()
                        .inWorkspace(
                                workspace,
                                handle ->
                                        handle.createQuery(
                                                        "SELECT id FROM prompt_cards WHERE"
                                                                + " workspace_id = :id")
                                                .bind("id", workspace)
                                                .mapTo(UUID.class)
                                                .one()));
    }
}
