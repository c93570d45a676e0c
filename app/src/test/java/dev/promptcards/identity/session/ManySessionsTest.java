package dev.promptcards.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.cache.RedisLink;
import dev.promptcards.identity.Node;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Ten thousand people signed in at once, on two nodes.
class ManySessionsTest {

    private static final int SESSIONS = 10_000;
    private static final int QUESTIONS = 20_000;
    private static final int LANES = 64;
    private static final int BATCH = SessionsAtOnce.BATCH;

    /// While they ask, every twentieth is revoked and Redis is emptied: nobody else is refused, and
    /// none of those once their node has said so.
    @Test
    void everybody_is_let_in_but_who_was_revoked() throws Exception {
        try (TestDatabase database = TestServers.freshDatabase();
                Node one = Node.on(database);
                Node other = Node.on(database);
                var redis = new RedisLink(TestServers.redisUrl(), Duration.ofSeconds(10));
                var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
            var tokens = open(database);
            var nodes = List.of(one.bean(Sessions.class), other.bean(Sessions.class));
            var revoked = ConcurrentHashMap.<Integer>newKeySet();
            var wronglyRefused = ConcurrentHashMap.<Integer>newKeySet();
            var wronglyAdmitted = ConcurrentHashMap.<Integer>newKeySet();

            var lanes =
                    IntStream.range(0, LANES)
                            .mapToObj(
                                    lane ->
                                            threads.submit(
                                                    () -> {
                                                        var random = new Random(lane);
                                                        for (int i = 0;
                                                                i < QUESTIONS / LANES;
                                                                i++) {
                                                            int who = random.nextInt(SESSIONS);
                                                            int node = random.nextInt(2);
                                                            boolean gone =
                                                                    node == 0
                                                                            && revoked.contains(
                                                                                    who);
                                                            boolean admitted =
                                                                    nodes.get(node)
                                                                            .callerOf(
                                                                                    tokens.get(who))
                                                                            .isPresent();
                                                            if (gone && admitted) {
                                                                wronglyAdmitted.add(who);
                                                            }
                                                            if (!admitted && who % 20 != 0) {
                                                                wronglyRefused.add(who);
                                                            }
                                                        }
                                                        return lane;
                                                    }))
                            .toList();
            for (int who = 0; who < SESSIONS; who += 20) {
                var token = tokens.get(who);
                nodes.getFirst().revoke(token.user(), token.session());
                revoked.add(who);
                if (who == SESSIONS / 2) {
                    redis.ask(link -> link.sync().flushall());
                }
            }
            for (var lane : lanes) {
                lane.get();
            }

            assertThat(wronglyRefused).isEmpty();
            assertThat(wronglyAdmitted).isEmpty();
            assertThat(revoked).hasSize(SESSIONS / 20);
        }
    }

    private static List<SessionToken> open(TestDatabase database) {
        return IntStream.range(0, SESSIONS / BATCH)
                .mapToObj(
                        _ -> database.transactions().outsideWorkspaces(ManySessionsTest::openSome))
                .flatMap(List::stream)
                .toList();
    }

    private static List<SessionToken> openSome(Handle handle) {
        var users = IntStream.range(0, BATCH).mapToObj(_ -> new UserId(UUID.randomUUID())).toList();
        WorkspaceTransactions.bindPeople(handle, users);
        var people =
                handle.prepareBatch(
                        "INSERT INTO users (id, email, display_name) VALUES (:id, :id ||"
                                + " '@example.org', 'X')");
        users.forEach(it -> people.bind("id", it).add());
        people.execute();
        return SessionsAtOnce.open(handle, users);
    }
}
