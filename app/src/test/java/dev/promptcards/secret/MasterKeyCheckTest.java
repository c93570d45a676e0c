package dev.promptcards.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Node;
import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

/// Two servers, each with a master key of its own, on a database no server has left its mark in,
/// as one is that was brought up to date.
class MasterKeyCheckTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OTHER_KEY = "//////////////////////////////////////////8=";

    private TestDatabase database;
    private Node one;
    private Node other;

    @BeforeEach
    void start() {
        database = TestServers.freshDatabase();
        one = node(KEY);
        other = node(OTHER_KEY);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        database.close();
    }

    @Test
    void where_nothing_is_sealed_the_first_leaves_its_mark() {
        check(other);

        check(other);
        assertThatThrownBy(() -> check(one)).isInstanceOf(Problem.Conflict.class);
    }

    @Test
    void whose_key_does_not_open_what_is_sealed_leaves_no_mark() {
        seal();

        assertThatThrownBy(() -> check(other))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("another master key");

        check(one);
        assertThatThrownBy(() -> check(other)).isInstanceOf(Problem.Conflict.class);
    }

    @Test
    void the_owner_has_another_key_take_the_place_of_one_that_is_lost() {
        seal();
        var refused = catchThrowableOfType(Problem.Conflict.class, () -> check(other));

        // The statement that the message names.
        var remedy = String.valueOf(refused.getMessage()).split("`", -1)[1];
        database.ownerJdbi().useHandle(handle -> handle.execute(remedy));

        check(other);
        assertThatThrownBy(() -> check(one)).isInstanceOf(Problem.Conflict.class);
    }

    private static void check(Node node) {
        node.bean(MasterKeyCheck.class).require();
    }

    /// Has the first key seal the key of a connection.
    private void seal() {
        var answer =
                one.local()
                        .send(
                                "PUT",
                                "/api/v1/workspaces/w-"
                                        + database.workspace()
                                        + "/connections/team",
                                "{\"kind\": \"openai\", \"key\": \"sk-a-key-nobody-may-read\"}");
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    private Node node(String key) {
        return Node.on(
                database,
                TestServers.redisUrl(),
                Ticker.systemTicker(),
                Map.of("promptcards.master.key", key));
    }
}
