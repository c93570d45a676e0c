package dev.promptcards.identity.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.TestServers;
import dev.promptcards.identity.DrivenNode;
import dev.promptcards.identity.SomePeople;
import dev.promptcards.identity.credential.Credential;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// API keys over HTTP, on two nodes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiKeyTest {

    private DrivenNode node;
    private DrivenNode other;
    private WorkspaceId workspace;
    private UserId owner;

    @BeforeAll
    void start() {
        node = DrivenNode.start();
        other = DrivenNode.start();
    }

    @AfterAll
    void stop() {
        node.close();
        other.close();
    }

    @BeforeEach
    void newWorkspace() {
        workspace = TestServers.workspace();
        owner = SomePeople.member(workspace, "owner");
    }

    @Test
    void a_key_is_shown_once() {
        var made = make(owner, "card.read");
        var listed = node.get(owner, keys()).json().path("items").path(0);

        assertThat(made.path("key").asText()).startsWith(listed.path("prefix").asText());
        assertThat(listed.has("key")).isFalse();
        assertThat(listed.path("id")).isEqualTo(made.path("id"));
        assertThat(listed.path("createdBy").asText()).isEqualTo("user:" + owner);
        assertThat(listed.path("scopes")).hasSize(1);
    }

    @Test
    void a_key_does_what_it_is_for_and_no_more() {
        var key = key(owner, "card.read");

        assertThat(node.with(key).get(cards()).status()).isEqualTo(200);
        assertThat(node.with(key).get(path("/suites")).status()).isEqualTo(403);
        assertThat(node.with(key).send("POST", cards(), card()).status()).isEqualTo(403);
    }

    @Test
    void a_key_loses_what_its_maker_loses() {
        var key = key(owner, "card.read", "card.write");
        assertThat(node.with(key).send("POST", cards(), card()).status()).isEqualTo(201);

        SomePeople.give(workspace, owner, "viewer");
        node.advance(Duration.ofSeconds(5));

        assertThat(node.with(key).send("POST", cards(), card()).status()).isEqualTo(403);
        assertThat(node.with(key).get(cards()).status()).isEqualTo(200);
    }

    @Test
    void a_key_made_on_the_servers_machine_is_bound_by_its_scopes_alone() {
        var made = node.local().send("POST", keys(), draft("card.read")).json();
        var key = made.path("key").asText();

        assertThat(made.path("createdBy").asText()).isEqualTo("local");
        assertThat(node.with(key).get(cards()).status()).isEqualTo(200);
        assertThat(node.with(key).send("POST", cards(), card()).status()).isEqualTo(403);
    }

    @Test
    void nobody_gives_a_scope_they_do_not_hold() {
        var admin = SomePeople.member(workspace, "admin");

        var answer = node.send(admin, "POST", keys(), draft("card.read", "limit.manage"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("detail").asText()).contains("`limit.manage`");
        assertThat(node.get(admin, keys()).json().path("items")).isEmpty();
    }

    @Test
    void who_may_not_manage_keys_sees_and_makes_none() {
        var editor = SomePeople.member(workspace, "editor");
        var id = make(owner, "card.read").path("id").asText();

        assertThat(node.get(editor, keys()).status()).isEqualTo(403);
        assertThat(node.send(editor, "POST", keys(), draft("card.read")).status()).isEqualTo(403);
        assertThat(node.send(editor, "DELETE", keys() + "/" + id, null).status()).isEqualTo(403);
    }

    @Test
    void a_key_makes_no_key() {
        var key = key(owner, "key.manage", "card.read");

        assertThat(node.with(key).get(keys()).status()).isEqualTo(200);
        assertThat(node.with(key).send("POST", keys(), draft("card.read")).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\": \"\", \"scopes\": [\"card.read\"]}",
                "{\"name\": \"two\\nlines\", \"scopes\": [\"card.read\"]}",
                "{\"name\": \"k\"}",
                "{\"name\": \"k\", \"scopes\": []}",
                "{\"name\": \"k\", \"scopes\": [null]}",
                "{\"name\": \"k\", \"scopes\": [\"card.read\", \"card.fly\"]}",
                "{\"name\": \"k\", \"scopes\": [\"card.read\"], \"expiresAt\":"
                        + " \"2001-01-01T00:00:00Z\"}",
                "{\"name\": \"k\", \"scopes\": [\"card.read\"], \"expiresAt\":"
                        + " \"2099-01-01T00:00:00Z\"}",
                "{\"name\": \"k\", \"scopes\": [\"card.read\"], \"expiresAt\": \"soon\"}"
            })
    void a_draft_that_is_wrong_makes_nothing(String draft) {
        assertThat(node.send(owner, "POST", keys(), draft).status()).isEqualTo(400);
        assertThat(node.get(owner, keys()).json().path("items")).isEmpty();
    }

    @Test
    void in_another_workspace_a_key_is_as_anyone() {
        var key = key(owner, "workspace.read", "card.read");
        var theirs = "w-" + TestServers.workspace();

        var there = node.with(key).get("/api/v1/workspaces/" + theirs + "/cards");
        var nowhere = node.with(key).get("/api/v1/workspaces/nowhere/cards");

        assertThat(there.status()).isEqualTo(404);
        assertThat(there.text().replace(theirs, "nowhere")).isEqualTo(nowhere.text());
    }

    @Test
    void a_key_of_another_workspace_is_not_there() {
        var id = make(owner, "card.read").path("id").asText();
        var theirs = TestServers.workspace();
        var them = SomePeople.member(theirs, "owner");
        var address = "/api/v1/workspaces/w-" + theirs + "/keys/";

        var found = node.send(them, "DELETE", address + id, null);
        var unknown = UUID.randomUUID().toString();
        var missing = node.send(them, "DELETE", address + unknown, null);

        assertThat(found.status()).isEqualTo(404);
        assertThat(found.text().replace(id, unknown)).isEqualTo(missing.text());
        assertThat(node.get(them, address.substring(0, address.length() - 1)).json().path("items"))
                .isEmpty();
    }

    @Test
    void a_malformed_key_is_called_so() {
        var key = key(owner, "card.read");

        for (var word :
                List.of("pck_", "pck_a_b_c", key.substring(0, key.length() - 1), key + "x")) {
            var answer = node.with(word).get(cards());
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().path("detail").asText()).contains("malformed");
        }
    }

    @Test
    void a_wrong_an_expired_and_a_revoked_key_are_refused_in_the_same_words() {
        var live = Credential.of(Credential.Kind.API_KEY, key(owner, "card.read")).orElseThrow();
        var wrong = Credential.mint(Credential.Kind.API_KEY, live.id()).word();
        var unknown = Credential.mint(Credential.Kind.API_KEY, NewId.next()).word();
        var revoked = make(owner, "card.read");
        node.send(owner, "DELETE", keys() + "/" + revoked.path("id").asText(), null);
        assertThat(node.with(live.word()).get(cards()).status()).isEqualTo(200);
        var answers =
                List.of(
                        node.with(wrong).get(cards()),
                        node.with(unknown).get(cards()),
                        node.with(revoked.path("key").asText()).get(cards()));

        assertThat(answers).extracting(Api.Answer::status).containsOnly(401);
        assertThat(answers.stream().map(Api.Answer::text).distinct()).hasSize(1);
    }

    @Test
    void a_key_expires_to_the_second_though_it_is_remembered() {
        var key = key(owner, "card.read");
        node.advance(Duration.ofDays(90).minusSeconds(2));
        assertThat(node.with(key).get(cards()).status()).isEqualTo(200);

        node.advance(Duration.ofSeconds(2));

        assertThat(node.with(key).get(cards()).status()).isEqualTo(401);
    }

    @Test
    void a_revoked_key_is_refused_at_once_here_and_after_five_seconds_elsewhere() {
        var made = make(owner, "card.read");
        var key = made.path("key").asText();
        assertThat(node.with(key).get(cards()).status()).isEqualTo(200);
        assertThat(other.with(key).get(cards()).status()).isEqualTo(200);

        var address = keys() + "/" + made.path("id").asText();
        assertThat(node.send(owner, "DELETE", address, null).status()).isEqualTo(204);

        assertThat(node.with(key).get(cards()).status()).isEqualTo(401);
        other.advance(Duration.ofSeconds(5));
        assertThat(other.with(key).get(cards()).status()).isEqualTo(401);
        assertThat(node.send(owner, "DELETE", address, null).status()).isEqualTo(204);
        assertThat(node.get(owner, keys()).json().path("items").path(0).path("revokedAt").isNull())
                .isFalse();
    }

    @Test
    void its_last_use_is_written_afterwards() {
        var key = key(owner, "card.read");
        node.with(key).get(cards());
        assertThat(lastUsed().isNull()).isTrue();

        node.bean(LastUses.class).write();

        assertThat(lastUsed().isNull()).isFalse();
    }

    @Test
    void keys_are_listed_by_the_page() {
        for (int i = 0; i < 3; i++) {
            make(owner, "card.read");
        }

        var first = node.get(owner, keys() + "?limit=2").json();
        var second =
                node.get(owner, keys() + "?limit=2&cursor=" + first.path("next").asText()).json();

        assertThat(first.path("items")).hasSize(2);
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void nothing_stored_holds_the_key() {
        var credential =
                Credential.of(Credential.Kind.API_KEY, key(owner, "card.read")).orElseThrow();

        var row =
                TestServers.database()
                        .transactions()
                        .inWorkspace(
                                workspace,
                                handle ->
                                        handle.createQuery("SELECT k::text FROM api_keys k")
                                                .mapTo(String.class)
                                                .one());

        assertThat(row).contains(owner.toString()).doesNotContain(credential.secret());
    }

    private JsonNode lastUsed() {
        return node.get(owner, keys()).json().path("items").path(0).path("lastUsedAt");
    }

    private String key(UserId maker, String... scopes) {
        return make(maker, scopes).path("key").asText();
    }

    private JsonNode make(UserId maker, String... scopes) {
        var answer = node.send(maker, "POST", keys(), draft(scopes));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static String draft(String... scopes) {
        return "{\"name\": \"k\", \"scopes\": [\"%s\"]}".formatted(String.join("\", \"", scopes));
    }

    private static String card() {
        return "{\"title\": \"%s\", \"template\": \"x\"}".formatted(TestServers.unique("card"));
    }

    private String keys() {
        return path("/keys");
    }

    private String cards() {
        return path("/cards");
    }

    private String path(String below) {
        return "/api/v1/workspaces/w-" + workspace + below;
    }
}
