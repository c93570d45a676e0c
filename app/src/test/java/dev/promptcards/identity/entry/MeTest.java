package dev.promptcards.identity.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Browser;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Node;
import dev.promptcards.identity.People;
import dev.promptcards.identity.Permissions;
import dev.promptcards.identity.token.TokenFamilies;
import dev.promptcards.tenancy.WorkspaceTransactions;
import dev.promptcards.tenancy.Workspaces;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// What people see and decide of themselves.
class MeTest {

    private static final String PASSWORD = "correct horse battery";
    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final Node NODE = Node.on(DATABASE);

    private final String email = TestServers.unique("ana") + "@example.org";
    private final Browser browser = NODE.browser();

    @AfterAll
    static void close() {
        NODE.close();
        DATABASE.close();
    }

    @BeforeEach
    void signIn() {
        NODE.person(email, PASSWORD);
        assertThat(browser.signIn(email, PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void a_command_on_the_server_s_machine_is_nobody_in_person() {
        var me = NODE.local().get("/api/v1/me");

        assertThat(me.json().path("kind").asText()).isEqualTo("local");
        assertThat(me.json().path("person").isNull()).isTrue();
        assertThat(me.json().at("/workspaces/0/slug").asText()).isEqualTo("default");
        assertThat(me.json().at("/workspaces/0/role").isNull()).isTrue();
        assertThat(NODE.local().get("/api/v1/me/sessions").status()).isEqualTo(403);
    }

    @Test
    void a_key_is_told_what_it_is_and_what_it_may_do_and_never_itself() {
        var made =
                NODE.local()
                        .send(
                                "POST",
                                "/api/v1/workspaces/default/keys",
                                "{\"name\": \"ci\", \"scopes\": [\"card.read\"]}")
                        .json();

        var me = new Api(NODE.url(), made.path("key").asText()).get("/api/v1/me");

        assertThat(me.json().path("kind").asText()).isEqualTo("key");
        assertThat(me.json().at("/key/name").asText()).isEqualTo("ci");
        assertThat(me.json().at("/workspaces/0/slug").asText()).isEqualTo("default");
        assertThat(me.json().at("/workspaces/0/permissions")).hasSize(1);
        assertThat(me.text()).doesNotContain(made.path("key").asText());
    }

    @Test
    void who_is_in_no_workspace_sees_none() {
        assertThat(browser.get("/api/v1/me").json().path("workspaces")).isEmpty();
        var answer = browser.get("/api/v1/workspaces/default/cards");
        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
    }

    @Test
    void a_change_is_a_merge_patch() {
        patch("{\"preferences\": {\"theme\": \"dark\", \"grid\": {\"lines\": 4, \"wide\": true}}}");

        var changed =
                patch(
                        "{\"displayName\": \" Ana B. \", \"preferences\": {\"theme\": null,"
                                + " \"grid\": {\"lines\": 8}}}");

        assertThat(changed.path("displayName").asText()).isEqualTo("Ana B.");
        assertThat(changed.at("/preferences/grid/lines").asInt()).isEqualTo(8);
        assertThat(changed.at("/preferences/grid/wide").asBoolean()).isTrue();
        assertThat(changed.path("preferences").has("theme")).isFalse();
        assertThat(browser.get("/api/v1/me").json().path("person")).isEqualTo(changed);
    }

    private com.fasterxml.jackson.databind.JsonNode patch(String patch) {
        var answer =
                browser.send(
                        "PATCH",
                        "/api/v1/me",
                        patch,
                        "Content-Type",
                        "application/merge-patch+json");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"displayName\": \"\"}",
                "{\"displayName\": 5}",
                "{\"displayName\": null}",
                "{\"preferences\": []}",
                "{\"preferences\": null}",
                "{\"email\": \"x@example.org\"}",
                "{\"admin\": true}",
                "{\"displayName\": \"a\\u0000b\"}",
                "[]"
            })
    void what_nobody_may_decide_is_refused(String patch) {
        assertThat(browser.send("PATCH", "/api/v1/me", patch).status()).isEqualTo(400);
    }

    @Test
    void a_change_of_what_was_changed_meanwhile_is_refused() {
        var tag = browser.get("/api/v1/me").header("etag");
        patch("{\"displayName\": \"Meanwhile\"}");

        var answer =
                browser.send("PATCH", "/api/v1/me", "{\"displayName\": \"Late\"}", "If-Match", tag);

        assertThat(answer.status()).isEqualTo(412);
    }

    @Test
    void a_new_password_ends_the_other_sessions() {
        var other = NODE.browser();
        other.signIn(email, PASSWORD);

        assertThat(change("wrong " + PASSWORD, "another sentence").status()).isEqualTo(403);
        assertThat(change(PASSWORD, "short").status()).isEqualTo(400);
        assertThat(other.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(change(PASSWORD, "another sentence").status()).isEqualTo(204);

        assertThat(browser.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(other.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(NODE.browser().signIn(email, PASSWORD).status()).isEqualTo(401);
        assertThat(NODE.browser().signIn(email, "another sentence").status()).isEqualTo(200);
    }

    @Test
    void a_new_password_signs_programs_out() {
        var user = NODE.bean(People.class).idOf(email).orElseThrow();
        var families = NODE.bean(TokenFamilies.class);
        NODE.bean(WorkspaceTransactions.class)
                .asUser(
                        user,
                        handle ->
                                families.begin(
                                        handle,
                                        user,
                                        "a program",
                                        Instant.now().plus(Duration.ofHours(1))));
        assertThat(families.of(user)).hasSize(1);

        assertThat(change(PASSWORD, "another sentence").status()).isEqualTo(204);

        assertThat(families.of(user)).isEmpty();
    }

    @Test
    void who_is_disabled_may_do_nothing_on_this_node_from_then_on() {
        var people = NODE.bean(People.class);
        var user = people.idOf(email).orElseThrow();
        var workspace = NODE.bean(Workspaces.class).idOf("default").orElseThrow();
        NODE.bean(WorkspaceTransactions.class)
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.execute(
                                        "INSERT INTO workspace_members (workspace_id, user_id,"
                                            + " role, added_by) VALUES (?, ?, 'viewer', 'test')",
                                        workspace.value(),
                                        user.value()));
        var caller = new Caller.Person(user, new UUID(0, 0));
        var permissions = NODE.bean(Permissions.class);
        assertThat(permissions.of(caller, workspace)).isNotEmpty();

        people.disable(user);

        assertThat(permissions.of(caller, workspace)).isEmpty();
        assertThat(browser.get("/api/v1/me").status()).isEqualTo(401);
    }

    private dev.promptcards.Api.Answer change(String current, String wanted) {
        return browser.post(
                "/api/v1/me/password",
                """
                {"current": "%s", "password": "%s"}
                """
                        .formatted(current, wanted));
    }

    @Test
    void one_s_own_sessions_are_listed_and_revoked_and_nobody_else_s() {
        var other = NODE.browser();
        other.signIn(email, PASSWORD);
        var theirs = TestServers.unique("bob") + "@example.org";
        NODE.person(theirs, PASSWORD);
        var bob = NODE.browser();
        bob.signIn(theirs, PASSWORD);

        var items = browser.get("/api/v1/me/sessions").json().path("items");
        assertThat(items).hasSize(2);
        assertThat(items).filteredOn(it -> it.path("current").asBoolean()).hasSize(1);
        assertThat(items.path(0).path("address").asText()).isEqualTo("127.0.0.1");
        var otherId = other.get("/api/v1/me").json().path("session").asText();
        var bobs = bob.get("/api/v1/me").json().path("session").asText();

        assertThat(delete("/" + bobs)).isEqualTo(404);
        assertThat(bob.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(delete("/" + otherId)).isEqualTo(204);
        assertThat(delete("/" + otherId)).isEqualTo(404);
        assertThat(other.get("/api/v1/me").status()).isEqualTo(401);
        other.signIn(email, PASSWORD);
        assertThat(delete("")).isEqualTo(204);
        assertThat(other.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(browser.get("/api/v1/me").status()).isEqualTo(200);
    }

    private int delete(String session) {
        return browser.send("DELETE", "/api/v1/me/sessions" + session, null).status();
    }
}
