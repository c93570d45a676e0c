package dev.promptcards.identity.person;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Browser;
import dev.promptcards.identity.Node;
import dev.promptcards.tenancy.UserId;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// Who runs the installation makes somebody else who does.
class AdminsTest {

    private static final String PASSWORD = "correct horse battery";
    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final Node NODE = Node.on(DATABASE);

    private static final Jdbi SUPERUSER =
            Jdbi.create(TestServers.admin().withDatabase(DATABASE.owner().database())::connect);

    private final Browser ana = NODE.browser();
    private UserId first;
    private UserId second;

    @AfterAll
    static void close() {
        NODE.close();
        DATABASE.close();
    }

    @BeforeEach
    void oneAdmin() {
        SUPERUSER.useHandle(handle -> handle.execute("UPDATE users SET admin = false"));
        var email = TestServers.unique("ana") + "@example.org";
        first = NODE.person(email, PASSWORD);
        second = NODE.person(TestServers.unique("ben") + "@example.org", PASSWORD);
        assertThat(local(first, "{\"admin\": true}").status()).isEqualTo(200);
        assertThat(ana.signIn(email, PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void an_admin_makes_another_who_takes_it_from_the_first() {
        assertThat(patch(ana, second, true).json().path("admin").asBoolean()).isTrue();
        assertThat(lastEvent(second)).isEqualTo("user.admin {\"admin\":false} {\"admin\":true}");

        assertThat(local(first, "{\"admin\": false}").json().path("admin").asBoolean()).isFalse();

        assertThat(lastEvent(first)).isEqualTo("user.admin {\"admin\":true} {\"admin\":false}");
        assertThat(patch(ana, first, true).status()).isEqualTo(403);
    }

    @Test
    void the_last_one_stays() {
        var refused = patch(ana, first, false);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("detail").asText()).contains("the last who run");
        assertThat(admin(first)).isTrue();
    }

    @Test
    void of_two_who_take_it_from_each_other_at_once_one_stays() {
        patch(ana, second, true);

        var answers =
                Stream.of(first, second)
                        .map(
                                who ->
                                        CompletableFuture.supplyAsync(
                                                () -> local(who, "{\"admin\": false}").status(),
                                                Thread::startVirtualThread))
                        .toList();

        assertThat(answers.stream().map(CompletableFuture::join))
                .containsExactlyInAnyOrder(200, 409);
        assertThat(admin(first)).isNotEqualTo(admin(second));
    }

    @Test
    void who_is_shut_out_does_not_run_it_and_what_is_so_already_leaves_no_trace() {
        local(second, "{\"disabled\": true}");
        assertThat(patch(ana, second, true).status()).isEqualTo(409);
        local(second, "{\"disabled\": false}");

        assertThat(patch(ana, second, false).status()).isEqualTo(200);
        assertThat(lastEvent(second)).startsWith("user.enable ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"admin\": null}",
                "{\"admin\": true, \"disabled\": true}",
                "{\"admin\": \"true\"}"
            })
    void one_thing_is_changed_at_a_time(String body) {
        assertThat(local(second, body).status()).isEqualTo(400);
        assertThat(admin(second)).isFalse();
    }

    private static Api.Answer patch(Browser by, UserId user, boolean admin) {
        return by.send("PATCH", people(user), "{\"admin\": %s}".formatted(admin));
    }

    private static Api.Answer local(UserId user, String body) {
        return NODE.local().send("PATCH", people(user), body);
    }

    private static boolean admin(UserId user) {
        return NODE.local().get(people(user)).json().path("admin").asBoolean();
    }

    private static String lastEvent(UserId user) {
        var event =
                NODE.local()
                        .get("/api/v1/audit?objectKind=user&limit=1&objectId=" + user)
                        .json()
                        .at("/items/0");
        return event.path("action").asText()
                + " "
                + event.path("before")
                + " "
                + event.path("after");
    }

    private static String people(UserId user) {
        return "/api/v1/people/" + user;
    }
}
