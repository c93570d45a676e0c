package dev.promptcards.identity.person;

import static dev.promptcards.identity.person.TracedPerson.PASSWORD;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Node;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What is held about somebody is given, and then gone.
class ErasingTest {

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
    void what_is_held_is_given_without_a_secret() {
        var mine = traced.ask("GET", "/api/v1/me/data", null);

        var data = mine.json();
        assertThat(data.at("/person/email").asText()).isEqualTo(traced.email);
        assertThat(data.at("/sessions/0/address").asText()).isEqualTo(traced.ada.address());
        assertThat(data.at("/sessions/0/userAgent").asText()).isEqualTo(traced.ada.agent());
        assertThat(data.at("/identities/0/subject").asText()).isEqualTo("of " + traced.email);
        assertThat(data.at("/programs/0/client").asText()).isEqualTo("ada's laptop");
        assertThat(data.path("password").path("changedAt").asText()).isNotEmpty();
        assertThat(data.path("workspaces").findValuesAsText("role")).contains("owner", "viewer");
        assertThat(data.at("/workspaces").findValuesAsText("name")).contains("ci");
        var events =
                StreamSupport.stream(data.path("audit").spliterator(), false)
                        .map(it -> it.path("objectName").asText() + " " + it.path("role").asText())
                        .toList();
        assertThat(events).contains("hers origin", "by-key origin", " subject");
        assertThat(mine.text())
                .doesNotContain("argon2", "secret", "hash", "salt")
                .doesNotContain(traced.key.split("_")[2], traced.accessToken.split("_")[2]);

        var theirs = traced.local("GET", "/api/v1/people/" + traced.user + "/data", null);
        assertThat(theirs.json().path("sessions")).isEqualTo(data.path("sessions"));
    }

    @Test
    void after_erasing_nothing_leads_to_the_person_and_the_chains_stand() {
        var held = traced.held();
        assertThat(held).as("what the sweep must find before").hasSizeGreaterThan(4);

        var answer = traced.local("DELETE", "/api/v1/people/" + traced.user, null);

        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        assertThat(traced.held()).isEmpty();
        assertThat(
                        traced.rows("user_passwords", traced.user)
                                + traced.rows("user_sessions", traced.user))
                .isZero();
        assertThat(
                        traced.rows("token_families", traced.user)
                                + traced.rows("family_tokens", traced.user))
                .isZero();
        assertThat(traced.rows("user_identities", traced.user)).isZero();
        assertThat(traced.rows("workspace_members", traced.user)).isZero();
        var shell = traced.local("GET", "/api/v1/people/" + traced.user, null).json();
        assertThat(shell.path("displayName").asText()).isEqualTo("Erased person");
        assertThat(shell.path("email").asText())
                .isEqualTo("erased-" + traced.user + "@invalid.invalid");
        traced.assertChainsStand();
    }

    @Test
    void session_token_and_key_are_refused_at_once() {
        var cards = TracedPerson.address(traced.workspace) + "/cards/hers";
        assertThat(traced.ada.ask("GET", cards, null).status()).isEqualTo(200);
        assertThat(traced.ada.askWith(traced.accessToken, "GET", cards, null).status())
                .isEqualTo(200);
        assertThat(traced.ada.askWith(traced.key, "GET", cards, null).status()).isEqualTo(200);

        traced.local("DELETE", "/api/v1/people/" + traced.user, null);

        assertThat(traced.ada.ask("GET", cards, null).status()).isEqualTo(401);
        assertThat(traced.ada.askWith(traced.accessToken, "GET", cards, null).status())
                .isEqualTo(401);
        assertThat(traced.ada.askWith(traced.key, "GET", cards, null).status()).isEqualTo(401);
        assertThat(new Visitor(NODE).signIn(traced.email, PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void erasing_again_changes_nothing() {
        traced.local("DELETE", "/api/v1/people/" + traced.user, null);
        var once = traced.events();

        assertThat(traced.local("DELETE", "/api/v1/people/" + traced.user, null).status())
                .isEqualTo(204);

        assertThat(traced.events()).isEqualTo(once);
        traced.assertChainsStand();
    }

    @Test
    void what_was_cut_off_goes_on_where_it_was() {
        traced.superuser()
                .useHandle(
                        handle ->
                                handle.execute(
                                        "CREATE TRIGGER cut BEFORE UPDATE OF email ON users FOR"
                                                + " EACH ROW EXECUTE FUNCTION refuse_change()"));
        try {
            assertThat(traced.local("DELETE", "/api/v1/people/" + traced.user, null).status())
                    .isGreaterThanOrEqualTo(400);
        } finally {
            traced.superuser().useHandle(handle -> handle.execute("DROP TRIGGER cut ON users"));
        }
        assertThat(traced.held()).contains("users.email").doesNotContain("invitations.email");
        assertThat(traced.ada.ask("GET", "/api/v1/me", null).status()).isEqualTo(401);

        assertThat(traced.local("DELETE", "/api/v1/people/" + traced.user, null).status())
                .isEqualTo(204);

        assertThat(traced.held()).isEmpty();
        traced.assertChainsStand();
    }

    @Test
    void of_two_last_owners_who_are_erased_at_once_one_stays() {
        var third = NODE.person(TestServers.unique("third") + "@example.org", PASSWORD);
        traced.join(traced.second, third, "owner");

        var answers =
                Stream.of(traced.user, traced.other)
                        .map(
                                who ->
                                        CompletableFuture.supplyAsync(
                                                () ->
                                                        traced.local(
                                                                        "DELETE",
                                                                        "/api/v1/people/" + who,
                                                                        null)
                                                                .status()))
                        .toList();

        assertThat(answers.stream().map(CompletableFuture::join))
                .containsExactlyInAnyOrder(204, 409);
    }

    @Test
    void a_person_erases_themselves_with_their_password() {
        assertThat(traced.ada.ask("DELETE", "/api/v1/me", null).status()).isEqualTo(400);
        assertThat(
                        traced.ada
                                .ask("DELETE", "/api/v1/me", "{\"current\": \"something else\"}")
                                .status())
                .isEqualTo(403);
        assertThat(traced.held()).isNotEmpty();

        var answer =
                traced.ada.ask("DELETE", "/api/v1/me", "{\"current\": \"%s\"}".formatted(PASSWORD));

        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        assertThat(traced.held()).isEmpty();
        traced.assertChainsStand();
    }

    @Test
    void the_last_owner_of_a_workspace_stays_until_there_is_another() {
        var refused = traced.local("DELETE", "/api/v1/people/" + traced.other, null);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("detail").asText())
                .contains("`w-" + traced.second + "`")
                .doesNotContain(traced.workspace.toString());
        assertThat(
                        traced.local("GET", "/api/v1/people/" + traced.other, null)
                                .json()
                                .path("disabledAt")
                                .isNull())
                .isTrue();

        traced.join(traced.second, traced.user, "owner");
        assertThat(traced.local("DELETE", "/api/v1/people/" + traced.other, null).status())
                .isEqualTo(204);
    }

    @Test
    void another_person_keeps_everything() {
        var visitor = new Visitor(NODE);
        var address =
                traced.local("GET", "/api/v1/people/" + traced.other, null)
                        .json()
                        .path("email")
                        .asText();
        visitor.signIn(address, PASSWORD);
        visitor.ask(
                "PUT", TracedPerson.address(traced.second) + "/cards/theirs", TracedPerson.card());
        var before = withoutTimes(visitor.ask("GET", "/api/v1/me/data", null).text());

        traced.local("DELETE", "/api/v1/people/" + traced.user, null);

        assertThat(withoutTimes(visitor.ask("GET", "/api/v1/me/data", null).text()))
                .isEqualTo(before);
        assertThat(
                        visitor.ask(
                                        "GET",
                                        TracedPerson.address(traced.second) + "/cards/theirs",
                                        null)
                                .status())
                .isEqualTo(200);
    }

    @Test
    void an_invitation_to_their_address_opens_nothing_more() {
        var link =
                traced.local(
                                "POST",
                                TracedPerson.address(traced.second) + "/invitations",
                                "{\"role\": \"admin\", \"email\": \"%s\"}".formatted(traced.email))
                        .json()
                        .path("link")
                        .asText();
        var join = "/api/v1/auth/join/" + link.substring(link.lastIndexOf('/') + 1);
        assertThat(traced.local("GET", join, null).status()).isEqualTo(200);

        traced.local("DELETE", "/api/v1/people/" + traced.user, null);

        assertThat(traced.local("GET", join, null).status()).isEqualTo(404);
    }

    private static String withoutTimes(String text) {
        return text.replaceAll("\"lastUsedAt\":\"[^\"]*\"", "");
    }
}
