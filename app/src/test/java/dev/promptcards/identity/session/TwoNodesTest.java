package dev.promptcards.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.promptcards.RedisRelay;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.cache.RedisLink;
import dev.promptcards.identity.Browser;
import dev.promptcards.identity.HandDrivenTicker;
import dev.promptcards.identity.Node;
import dev.promptcards.identity.People;
import dev.promptcards.tenancy.UserId;

import io.lettuce.core.api.sync.RedisCommands;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.simple.SimpleHttpRequest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Sessions on two nodes that share a database and a Redis, each with its own sense of time.
class TwoNodesTest {

    private static final String PASSWORD = "correct horse battery";
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final RedisRelay RELAY = new RedisRelay();
    private static final HandDrivenTicker TIME = new HandDrivenTicker();
    private static final Node ONE = Node.on(DATABASE);
    private static final Node OTHER =
            Node.on(DATABASE, RELAY.url(), TIME, Map.of("redis.patience", "500ms"));

    private final RedisLink redis = new RedisLink(TestServers.redisUrl(), Duration.ofSeconds(10));
    private UserId user;
    private Browser atOne;
    private Browser atOther;

    @AfterAll
    static void close() {
        ONE.close();
        OTHER.close();
        RELAY.close();
        DATABASE.close();
    }

    @BeforeEach
    void signIn() {
        var email = TestServers.unique("ana") + "@example.org";
        user = ONE.person(email, PASSWORD);
        atOne = ONE.browser();
        assertThat(atOne.signIn(email, PASSWORD).status()).isEqualTo(200);
        atOther = atOne.at(OTHER);
        assertThat(atOther.get("/api/v1/me").status()).isEqualTo(200);
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void what_one_node_revoked_the_other_refuses_when_what_it_remembers_is_five_seconds_old() {
        signOut();
        assertThat(atOne.get("/api/v1/me").status()).isEqualTo(401);

        age(BOUND);

        assertThat(atOther.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void the_bound_holds_by_the_clocks_of_the_world() {
        try (var third = Node.on(DATABASE)) {
            var atThird = atOne.at(third);
            assertThat(atThird.get("/api/v1/me").status()).isEqualTo(200);
            signOut();
            long revoked = System.nanoTime();

            await().pollInterval(Duration.ofMillis(50))
                    .until(() -> atThird.get("/api/v1/me").status() == 401);

            assertThat(Duration.ofNanos(System.nanoTime() - revoked))
                    .isLessThan(BOUND.plusMillis(500));
        }
    }

    @Test
    void what_redis_holds_is_as_old_as_redis_says() {
        // The process knows nothing, and Redis holds what was read before the session ended.
        TIME.pass(BOUND);
        signOut();
        pushOn(Duration.ofMillis(4_000));
        assertThat(atOther.get("/api/v1/me").status()).isEqualTo(200);

        // A second later by the node's own time: it took Redis's age over.
        TIME.pass(Duration.ofSeconds(1));
        pushOn(Duration.ofMillis(5_000));

        assertThat(atOther.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void who_was_disabled_is_let_in_no_more() {
        ONE.bean(People.class).disable(user);

        assertThat(atOne.get("/api/v1/me").status()).isEqualTo(401);
        age(BOUND);
        assertThat(atOther.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void a_flushed_redis_signs_nobody_out_and_revives_nothing() {
        var left = ONE.browser();
        var email = TestServers.unique("bob") + "@example.org";
        ONE.person(email, PASSWORD);
        left.signIn(email, PASSWORD);
        signOut();

        ask(RedisCommands::flushall);
        TIME.pass(BOUND);

        assertThat(atOne.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(atOther.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(left.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(left.at(OTHER).get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void what_a_restarted_redis_brings_back_is_not_believed() {
        byte[] old = ask(it -> it.get(key()));
        signOut();
        age(BOUND);
        assertThat(atOther.get("/api/v1/me").status()).isEqualTo(401);

        // As it stood when it was saved: what is left of its time is an instant by the clock.
        ask(it -> it.set(key(), old));
        pushOn(Duration.ofMinutes(10));
        TIME.pass(BOUND);
        assertThat(atOther.get("/api/v1/me").status()).isEqualTo(401);

        ask(it -> it.set(key(), old));
        TIME.pass(BOUND);
        assertThat(atOther.get("/api/v1/me").status()).as("one without an end").isEqualTo(401);
    }

    @Test
    void what_is_remembered_of_a_session_lets_read_without_waiting_for_five_seconds() {
        var source = OTHER.bean(SessionCaller.class);
        TIME.pass(BOUND);
        assertThat(source.remembered(shown(HttpMethod.GET))).isEmpty();
        assertThat(atOther.get("/api/v1/me").status()).isEqualTo(200);

        assertThat(source.remembered(shown(HttpMethod.GET)))
                .isPresent()
                .isEqualTo(source.callerOf(shown(HttpMethod.GET)));
        assertThat(source.remembered(shown(HttpMethod.POST))).as("a change").isEmpty();
        assertThat(source.remembered(shown(HttpMethod.GET).header("Authorization", "Bearer x")))
                .as("another credential")
                .isEmpty();

        TIME.pass(BOUND);
        assertThat(source.remembered(shown(HttpMethod.GET))).isEmpty();
    }

    @Test
    void what_this_node_revoked_is_not_remembered() {
        assertThat(atOne.get("/api/v1/me").status()).isEqualTo(200);
        var request = shown(HttpMethod.GET);
        assertThat(ONE.bean(SessionCaller.class).remembered(request)).isPresent();

        signOut();

        assertThat(ONE.bean(SessionCaller.class).remembered(request)).isEmpty();
    }

    private MutableHttpRequest<?> shown(HttpMethod method) {
        return new SimpleHttpRequest<>(method, "/api/v1/me", null)
                .cookie(Cookie.of("promptcards_session", token().text()));
    }

    @Test
    void without_redis_sessions_work_as_before() {
        try (var relay = new RedisRelay();
                var third =
                        Node.on(DATABASE, relay.url(), TIME, Map.of("redis.patience", "50ms"))) {
            var here = atOne.at(third);
            assertThat(here.get("/api/v1/me").status()).isEqualTo(200);

            relay.stop();
            TIME.pass(BOUND);
            assertThat(here.get("/api/v1/me").status()).isEqualTo(200);
            signOut();
            TIME.pass(BOUND);
            assertThat(here.get("/api/v1/me").status()).isEqualTo(401);
        }
    }

    @Test
    void a_redis_that_does_not_answer_is_waited_for_no_longer_than_its_patience() {
        try (var relay = new RedisRelay();
                var third =
                        Node.on(DATABASE, relay.url(), TIME, Map.of("redis.patience", "50ms"))) {
            var here = atOne.at(third);
            here.get("/api/v1/me");

            relay.fallSilent();
            try {
                long start = System.nanoTime();
                for (int i = 0; i < 20; i++) {
                    TIME.pass(BOUND);
                    assertThat(here.get("/api/v1/me").status()).isEqualTo(200);
                }
                // Twenty waits of Redis's own minute would be twenty minutes.
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isLessThan(Duration.ofSeconds(15));
            } finally {
                relay.speakAgain();
            }
        }
    }

    @Test
    void a_value_nobody_of_us_wrote_is_not_believed() {
        for (var value : new String[] {"", "{", "{\"schema\":2}", "[]", "{\"schema\":1}"}) {
            ask(it -> it.set(key(), value.getBytes(StandardCharsets.UTF_8)));
            ask(it -> it.pexpire(key(), SharedSessions.KEPT));
            TIME.pass(BOUND);

            assertThat(atOther.get("/api/v1/me").status()).as(value).isEqualTo(200);
        }
    }

    @Test
    void a_value_that_is_no_text_is_replaced() {
        ask(it -> it.del(key()));
        ask(it -> it.lpush(key(), new byte[] {1}));
        TIME.pass(BOUND);

        assertThat(atOther.get("/api/v1/me").status()).isEqualTo(200);

        await().until(() -> ask(it -> it.type(key())).equals("string"));
    }

    @Test
    void redis_holds_no_secret_and_keeps_a_session_for_a_day() {
        var token = token();

        var stored = new String(ask(it -> it.get(key())), StandardCharsets.UTF_8);

        assertThat(stored).contains("\"live\":true").doesNotContain(token.text().substring(43));
        long left = ask(it -> it.pttl(key()));
        assertThat(left)
                .isBetween(
                        SharedSessions.KEPT.minusMinutes(1).toMillis(),
                        SharedSessions.KEPT.toMillis());
    }

    private void signOut() {
        assertThat(ONE.bean(Sessions.class).revoke(user, token().session())).isTrue();
    }

    private SessionToken token() {
        return SessionToken.parse(atOne.cookie().replaceFirst("promptcards_session=", ""))
                .orElseThrow();
    }

    private String key() {
        return "session:" + user + ":" + token().session();
    }

    /// Lets what is remembered of the session grow old, in the process and in Redis.
    private void age(Duration age) {
        TIME.pass(age);
        pushOn(age);
    }

    /// Leaves as much of its day to the value in Redis as if it were that old.
    private void pushOn(Duration age) {
        ask(it -> it.pexpire(key(), SharedSessions.KEPT.minus(age)));
    }

    private <T> T ask(Function<RedisCommands<String, byte[]>, T> work) {
        return redis.ask(link -> Optional.ofNullable(work.apply(link.sync())))
                .flatMap(it -> it)
                .orElseThrow();
    }
}
