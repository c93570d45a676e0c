package dev.promptcards.identity.person;

import static dev.promptcards.identity.person.TracedPerson.PASSWORD;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Node;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;

/// Who runs the installation shuts somebody out and lets them in again, and sees people at all.
class PersonStatesTest {

    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final Node NODE = Node.on(DATABASE);

    private TracedPerson traced;

    @AfterAll
    static void close() {
        NODE.close();
        DATABASE.close();
    }

    @BeforeEach
    void somebodyWithTraces() {
        traced = new TracedPerson(NODE, DATABASE);
    }

    @Test
    void who_is_shut_out_comes_in_nowhere_until_let_in_again() {
        var cards = TracedPerson.address(traced.workspace) + "/cards/hers";
        assertThat(traced.ada.askWith(traced.key, "GET", cards, null).status()).isEqualTo(200);

        assertThat(traced.change(traced.user, true).status()).isEqualTo(200);

        assertThat(traced.ada.ask("GET", cards, null).status()).isEqualTo(401);
        assertThat(traced.ada.askWith(traced.accessToken, "GET", cards, null).status())
                .isEqualTo(401);
        assertThat(traced.ada.askWith(traced.key, "GET", cards, null).status()).isEqualTo(404);
        assertThat(traced.ada.signIn(traced.email, PASSWORD).status()).isEqualTo(401);
        assertThat(traced.change(traced.user, false).status()).isEqualTo(200);
        assertThat(traced.ada.signIn(traced.email, PASSWORD).status()).isEqualTo(200);
        assertThat(traced.ada.askWith(traced.key, "GET", cards, null).status()).isEqualTo(200);
        var found =
                traced.local("GET", "/api/v1/audit?objectKind=user&objectId=" + traced.user, null)
                        .json()
                        .path("items");
        assertThat(found.findValuesAsText("action")).contains("user.disable", "user.enable");
    }

    @Test
    void the_erased_are_not_let_in_again() {
        traced.local("DELETE", "/api/v1/people/" + traced.user, null);

        assertThat(traced.change(traced.user, false).status()).isEqualTo(409);
    }

    @Test
    void of_those_who_run_the_installation_one_stays() {
        traced.run(traced.user, true);
        assertThat(traced.change(traced.user, true).status()).isEqualTo(409);
        assertThat(traced.local("DELETE", "/api/v1/people/" + traced.user, null).status())
                .isEqualTo(409);
        assertThat(traced.held()).isNotEmpty();

        traced.run(traced.other, true);
        assertThat(traced.change(traced.user, true).status()).isEqualTo(200);
        assertThat(traced.local("DELETE", "/api/v1/people/" + traced.user, null).status())
                .isEqualTo(204);
        traced.run(traced.other, false);
    }

    @Test
    void people_are_for_who_runs_the_installation() {
        var people = "/api/v1/people";
        var found =
                traced.local(
                        "GET", people + "?email=" + traced.email.toUpperCase(Locale.ROOT), null);
        assertThat(found.json().at("/items/0/id").asText()).isEqualTo(traced.user.toString());
        assertThat(
                        traced.local("GET", people + "?email=nobody@example.org", null)
                                .json()
                                .path("items"))
                .isEmpty();
        assertThat(traced.local("GET", people, null).status()).isEqualTo(400);

        for (var path :
                List.of(
                        "?email=" + traced.email,
                        "/" + traced.other,
                        "/" + traced.other + "/data")) {
            assertThat(traced.ada.ask("GET", people + path, null).status()).isEqualTo(403);
        }
        assertThat(traced.ada.ask("DELETE", people + "/" + traced.other, null).status())
                .isEqualTo(403);
        assertThat(
                        traced.ada
                                .ask("PATCH", people + "/" + traced.other, "{\"disabled\": true}")
                                .status())
                .isEqualTo(403);
        traced.run(traced.user, true);
        assertThat(traced.ada.ask("GET", people + "/" + traced.other, null).status())
                .isEqualTo(200);
        traced.run(traced.user, false);
        assertThat(traced.ada.askWith(traced.key, "GET", "/api/v1/me/data", null).status())
                .isEqualTo(403);
    }
}
