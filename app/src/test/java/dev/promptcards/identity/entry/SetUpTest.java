package dev.promptcards.identity.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api.Answer;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Browser;
import dev.promptcards.identity.Node;
import dev.promptcards.identity.Permission;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// The first person of an installation.
class SetUpTest {

    private static final String PASSWORD = "a sentence of mine";

    private final TestDatabase database = TestServers.freshDatabase();
    private final Node node = Node.on(database);
    private final SetUp setUp = node.bean(SetUp.class);

    @AfterEach
    void close() {
        node.close();
        database.close();
    }

    @Test
    void the_link_makes_the_owner_once() {
        var token = setUp.newToken().orElseThrow();
        var browser = node.browser();

        assertThat(setUp(browser, token, "ana@example.org").status()).isEqualTo(200);

        var me = browser.get("/api/v1/me").json();
        assertThat(me.at("/person/admin").asBoolean()).isTrue();
        assertThat(me.at("/workspaces/0/slug").asText()).isEqualTo("default");
        assertThat(me.at("/workspaces/0/role").asText()).isEqualTo("owner");
        assertThat(me.at("/workspaces/0/permissions")).hasSize(Permission.values().length);
        assertThat(browser.get("/api/v1/workspaces/default/cards").status()).isEqualTo(200);
        var replayed = setUp(node.browser(), token, "mallory@example.org");
        assertThat(replayed.status()).isEqualTo(403);
        assertThat(setUp.newToken()).isEmpty();
        assertThat(node.browser().signIn("mallory@example.org", PASSWORD).status()).isEqualTo(401);
        assertThat(node.browser().signIn("Ana@Example.org", PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void a_new_link_replaces_the_old_one() {
        var old = setUp.newToken().orElseThrow();
        var current = setUp.newToken().orElseThrow();

        assertThat(setUp(node.browser(), old, "ana@example.org").status()).isEqualTo(403);
        assertThat(setUp(node.browser(), current, "ana@example.org").status()).isEqualTo(200);
    }

    @Test
    void a_link_is_good_for_a_day() {
        var token = setUp.newToken().orElseThrow();
        database.ownerJdbi()
                .useHandle(h -> h.execute("UPDATE set_up_links SET expires_at = now()"));

        assertThat(setUp(node.browser(), token, "ana@example.org").status()).isEqualTo(403);
    }

    @Test
    void of_those_who_race_one_wins() {
        var token = setUp.newToken().orElseThrow();
        try (var other = Node.on(database)) {
            var answers =
                    IntStream.range(0, 16)
                            .mapToObj(
                                    i ->
                                            CompletableFuture.supplyAsync(
                                                    () ->
                                                            setUp(
                                                                            (i % 2 == 0
                                                                                            ? node
                                                                                            : other)
                                                                                    .browser(),
                                                                            token,
                                                                            "p"
                                                                                    + i
                                                                                    + "@example.org")
                                                                    .status(),
                                                    Thread::startVirtualThread))
                            .toList()
                            .stream()
                            .map(CompletableFuture::join)
                            .toList();

            assertThat(answers).containsOnly(200, 403).containsOnlyOnce(200);
        }
    }

    @Test
    void what_was_typed_wrong_leaves_the_link_good() {
        var token = setUp.newToken().orElseThrow();

        assertThat(setUp(node.browser(), token, "no address").status()).isEqualTo(400);
        assertThat(setUp(node.browser(), token, "ana@example.org").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"11, 400", "12, 200", "200, 200", "201, 400"})
    void a_password_has_12_to_200_characters(int length, int status) {
        var token = setUp.newToken().orElseThrow();
        // Two UTF-16 units each, and one character to who types it.
        var password = "\uD83D\uDD11".repeat(length);

        assertThat(setUp(node.browser(), token, "ana@example.org", password).status())
                .isEqualTo(status);
    }

    private static Answer setUp(Browser browser, String token, String email) {
        return setUp(browser, token, email, PASSWORD);
    }

    private static Answer setUp(Browser browser, String token, String email, String password) {
        return browser.post(
                "/api/v1/auth/set-up",
                """
                {"token": "%s", "email": "%s", "displayName": "Ana", "password": "%s"}
                """
                        .formatted(token, email, password));
    }
}
