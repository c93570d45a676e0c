package dev.promptcards.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

@MicronautTest
class InvitationApiTest implements OnTestServers {

    @Inject EmbeddedServer server;
    private WorkspaceId workspace;
    private String address;
    private UserId owner;

    @BeforeEach
    void newWorkspace() {
        workspace = TestServers.workspace();
        address = "/api/v1/workspaces/w-" + workspace;
        owner = TestPeople.member(workspace, "owner");
    }

    @Test
    void a_link_brings_somebody_in_once() {
        var guest = TestPeople.person("Guest");
        var link = invite(owner, "{\"role\": \"editor\"}");

        var offer = new Api(server.getURI(), null).get(join(link)).json();
        assertThat(offer.path("workspace").textValue()).isEqualTo("w-" + workspace);
        assertThat(offer.path("role").textValue()).isEqualTo("editor");
        assertThat(as(guest).get(address).status()).isEqualTo(404);

        assertThat(accept(guest, link).status()).isEqualTo(201);
        assertThat(as(guest).get(address).json().path("role").textValue()).isEqualTo("editor");

        assertRefused(accept(TestPeople.person("Next"), link));
        assertThat(states()).containsExactly("accepted");
    }

    @Test
    void of_many_who_accept_at_once_one_comes_in() throws Exception {
        var link = invite(owner, "{\"role\": \"viewer\"}");
        var guests =
                Stream.generate(() -> TestPeople.person("Guest"))
                        .limit(5)
                        .map(guest -> (Callable<Integer>) () -> accept(guest, link).status())
                        .toList();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.invokeAll(guests))
                    .extracting(it -> it.get())
                    .containsExactlyInAnyOrder(201, 404, 404, 404, 404);
        }
    }

    @Test
    void the_link_is_shown_once_and_its_token_kept_nowhere() {
        var link = invite(owner, "{\"role\": \"editor\"}");
        var token = link.substring(link.lastIndexOf('/') + 1);

        assertThat(as(owner).get(address + "/invitations").text()).doesNotContain(token);
        assertThat(as(owner).get(address + "/invitations").json().findValues("link"))
                .allMatch(it -> it.isNull());
        var rows =
                TestServers.database()
                        .transactions()
                        .inWorkspace(
                                workspace,
                                handle ->
                                        handle.createQuery(
                                                        "SELECT to_jsonb(i)::text FROM invitations"
                                                                + " i WHERE workspace_id = :w")
                                                .bind("w", workspace)
                                                .mapTo(String.class)
                                                .list());
        assertThat(rows).hasSize(1).noneMatch(row -> row.contains(token));
    }

    @Test
    void an_expired_a_revoked_and_an_unknown_one_are_refused_in_the_same_words() {
        var expired = invite(owner, "{\"role\": \"editor\"}");
        expireAll();
        var revoked = invite(owner, "{\"role\": \"editor\"}");
        var id = as(owner).get(address + "/invitations").json().path("items").path(0).path("id");
        assertThat(
                        as(owner)
                                .send("DELETE", address + "/invitations/" + id.textValue(), null)
                                .status())
                .isEqualTo(204);
        assertThat(
                        as(owner)
                                .send("DELETE", address + "/invitations/" + id.textValue(), null)
                                .status())
                .isEqualTo(409);
        var guest = TestPeople.person("Guest");

        for (var link : new String[] {expired, revoked, "http://nowhere/join/none"}) {
            assertRefused(accept(guest, link));
            assertRefused(as(guest).get(join(link)));
        }
        assertThat(states()).containsExactly("revoked", "expired");
        assertThat(as(guest).get(address).status()).isEqualTo(404);
    }

    @Test
    void one_for_an_address_is_for_that_address_in_whatever_case() {
        var guest = TestPeople.person("Guest");
        var link =
                invite(
                        owner,
                        "{\"role\": \"editor\", \"email\": \"%s\"}"
                                .formatted(
                                        TestPeople.email(guest)
                                                .toUpperCase(java.util.Locale.ROOT)));

        assertRefused(accept(TestPeople.person("Other"), link));
        assertThat(accept(guest, link).status()).isEqualTo(201);
    }

    @Test
    void an_inviter_gives_no_more_than_they_hold_when_it_is_accepted() {
        var admin = TestPeople.member(workspace, "admin");
        assertThat(create(admin, "{\"role\": \"owner\"}").status()).isEqualTo(403);
        var first = invite(admin, "{\"role\": \"editor\"}");
        var second = invite(admin, "{\"role\": \"editor\"}");
        var guest = TestPeople.person("Guest");

        as(owner).send("PUT", address + "/members/" + admin, "{\"role\": \"runner\"}");
        assertRefused(accept(guest, first));
        as(owner).send("PUT", address + "/members/" + admin, "{\"role\": \"admin\"}");
        assertThat(accept(guest, first).status()).isEqualTo(201);
        TestPeople.set(admin, "disabled_at = now()");
        assertRefused(accept(TestPeople.person("Next"), second));
    }

    @Test
    void an_invitation_made_with_a_key_ends_with_the_key_and_with_its_maker_s_rights() {
        var admin = TestPeople.member(workspace, "admin");
        var key = key(as(admin));
        var made = new Api(server.getURI(), key.path("key").textValue());
        var first = invite(made, "{\"role\": \"viewer\"}");
        var second = invite(made, "{\"role\": \"viewer\"}");

        as(owner).send("PUT", address + "/members/" + admin, "{\"role\": \"runner\"}");
        assertRefused(accept(TestPeople.person("Guest"), first));
        as(owner).send("PUT", address + "/members/" + admin, "{\"role\": \"admin\"}");
        assertThat(accept(TestPeople.person("Guest"), first).status()).isEqualTo(201);
        revoke(key);
        assertRefused(accept(TestPeople.person("Guest"), second));
        assertRefused(new Api(server.getURI(), null).get(join(second)));
    }

    @Test
    void so_does_one_made_with_a_key_that_no_person_made() {
        var key = key(new Api(server.getURI()));
        var made = new Api(server.getURI(), key.path("key").textValue());
        var first = invite(made, "{\"role\": \"viewer\"}");
        var second = invite(made, "{\"role\": \"viewer\"}");
        var third = invite(made, "{\"role\": \"viewer\"}");

        assertThat(accept(TestPeople.person("Guest"), first).status()).isEqualTo(201);
        expire(key);
        assertRefused(accept(TestPeople.person("Guest"), second));
        revoke(key);
        assertRefused(accept(TestPeople.person("Guest"), third));
    }

    /// A key that may invite viewers.
    private JsonNode key(Api by) {
        var made =
                by.send(
                        "POST",
                        address + "/keys",
                        """
                        {"name": "inviting", "scopes": ["member.manage", "workspace.read",
                         "card.read", "suite.read", "run.read", "connection.read", "member.read",
                         "limit.read"]}
                        """);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json();
    }

    private void revoke(JsonNode key) {
        assertThat(
                        as(owner)
                                .send("DELETE", address + "/keys/" + key.path("id").asText(), null)
                                .status())
                .isEqualTo(204);
    }

    private void expire(JsonNode key) {
        TestServers.database()
                .transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.execute(
                                        "UPDATE api_keys SET created_at = now() - interval '2 s',"
                                                + " expires_at = now() - interval '1 s' WHERE"
                                                + " workspace_id = ? AND id = ?::uuid",
                                        workspace.value(),
                                        key.path("id").asText()));
    }

    @Test
    void a_command_on_the_servers_machine_invites_the_first_owner() {
        var empty = TestServers.workspace();
        var local = new Api(server.getURI());
        var made =
                local.send(
                        "POST",
                        "/api/v1/workspaces/w-" + empty + "/invitations",
                        "{\"role\": \"owner\"}");
        var guest = TestPeople.person("Guest");

        assertThat(accept(guest, made.json().path("link").textValue()).status()).isEqualTo(201);
        assertThat(as(guest).get("/api/v1/workspaces/w-" + empty).status()).isEqualTo(200);
        assertThat(local.send("POST", join(made.json().path("link").textValue()), "{}").status())
                .isEqualTo(409);
    }

    @Test
    void a_member_keeps_the_role_they_have_and_the_invitation_stays() {
        var link = invite(owner, "{\"role\": \"viewer\"}");
        var member = TestPeople.member(workspace, "editor");

        assertThat(accept(member, link).status()).isEqualTo(409);
        assertThat(as(member).get(address).json().path("role").textValue()).isEqualTo("editor");
        assertThat(states()).containsExactly("open");
    }

    @Test
    void an_archived_workspace_takes_nobody_in() {
        var link = invite(owner, "{\"role\": \"viewer\"}");
        as(owner).send("POST", address + "/archive", null);

        assertRefused(accept(TestPeople.person("Guest"), link));
    }

    @Test
    void a_role_with_an_open_invitation_is_not_deleted() {
        as(owner)
                .send(
                        "POST",
                        address + "/roles",
                        "{\"name\": \"guest\", \"permissions\": [\"workspace.read\"]}");
        invite(owner, "{\"role\": \"guest\"}");

        var refused = as(owner).send("DELETE", address + "/roles/guest", null);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("1 open invitations");
        expireAll();
        assertThat(as(owner).send("DELETE", address + "/roles/guest", null).status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                             | role: missing",
                "{\"role\": \"king\"}                           | there is no role `king`",
                "{\"role\": \"viewer\", \"email\": \"nobody\"}  | email: this is no e-mail",
                "{\"role\": \"viewer\", \"expiresIn\": \"P1Y\"} | expiresIn: expected a duration",
                "{\"role\": \"viewer\", \"expiresIn\": \"P31D\"} | expiresIn: must be from",
                "{\"role\": \"viewer\", \"expiresIn\": \"PT1S\"} | expiresIn: must be from",
            })
    void what_makes_no_sense_is_refused(String body, String detail) {
        var refused = create(owner, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("detail").textValue()).contains(detail);
        assertThat(states()).isEmpty();
    }

    private void assertRefused(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
        assertThat(answer.json().path("detail").textValue())
                .startsWith("This invitation cannot be used");
    }

    private void expireAll() {
        TestServers.database()
                .transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.execute(
                                        "UPDATE invitations SET created_at = now() - interval '2"
                                                + " s', expires_at = now() - interval '1 s' WHERE"
                                                + " workspace_id = ?",
                                        workspace.value()));
    }

    private String invite(UserId by, String body) {
        return invite(as(by), body);
    }

    private String invite(Api by, String body) {
        var made = by.send("POST", address + "/invitations", body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().path("link").textValue())
                .startsWith("http://127.0.0.1:" + server.getPort() + "/join/");
        return made.json().path("link").textValue();
    }

    private Api.Answer create(UserId by, String body) {
        return as(by).send("POST", address + "/invitations", body);
    }

    private Api.Answer accept(UserId guest, String link) {
        return as(guest).send("POST", join(link), "{}");
    }

    private static String join(String link) {
        return "/api/v1/auth/join/" + link.substring(link.lastIndexOf('/') + 1);
    }

    private java.util.List<String> states() {
        return as(owner).get(address + "/invitations").json().findValuesAsText("state");
    }

    private Api as(UserId user) {
        return new Api(server.getURI(), SignedIn.token(user));
    }
}
