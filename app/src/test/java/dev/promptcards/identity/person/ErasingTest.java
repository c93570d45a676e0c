package dev.promptcards.identity.person;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.Api;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.audit.Audit;
import dev.promptcards.audit.AuditEntry;
import dev.promptcards.identity.Node;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Somebody who left traces everywhere: what is held about them is given, and then gone.
class ErasingTest {

    private static final String PASSWORD = "correct horse battery";
    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final Node NODE = Node.on(DATABASE);

    /// Sees the rows of everybody.
    private static final Jdbi SUPERUSER =
            Jdbi.create(TestServers.admin().withDatabase(DATABASE.owner().database())::connect);

    private final String name = TestServers.unique("Lovelace");
    private final String email = TestServers.unique("ada") + "@example.org";
    private final Api local = NODE.local();
    private final Visitor ada = new Visitor(NODE);
    private final WorkspaceId workspace = DATABASE.workspace();
    private final WorkspaceId second = DATABASE.workspace();
    private UserId user;
    private UserId other;
    private String key = "";
    private String accessToken = "";

    @AfterAll
    static void close() {
        NODE.close();
        DATABASE.close();
    }

    @BeforeEach
    void somebodyWithTraces() {
        // Those of the tests before went to other people, from the same address.
        SUPERUSER.useHandle(handle -> handle.execute("DELETE FROM sign_in_tries"));
        user = NODE.person(email, PASSWORD);
        other = NODE.person(TestServers.unique("eve") + "@example.org", PASSWORD);
        join(workspace, user, "owner");
        join(workspace, other, "owner");
        join(second, other, "owner");
        assertThat(ada.signIn(email, PASSWORD).status()).isEqualTo(200);
        ask("PATCH", "/api/v1/me", "{\"displayName\": \"" + name + "\"}");
        key =
                ask(
                                "POST",
                                address(workspace) + "/keys",
                                "{\"name\": \"ci\", \"scopes\": [\"card.write\", \"card.read\"]}")
                        .json()
                        .path("key")
                        .asText();
        var begun = local("POST", "/api/v1/auth/device", "{\"client\": \"ada's laptop\"}").json();
        ask(
                "POST",
                "/api/v1/me/device",
                "{\"userCode\": \"%s\", \"approve\": true}"
                        .formatted(begun.path("userCode").asText()));
        accessToken =
                local(
                                "POST",
                                "/api/v1/auth/token",
                                "{\"grantType\": \"device_code\", \"deviceCode\": \"%s\"}"
                                        .formatted(begun.path("deviceCode").asText()))
                        .json()
                        .path("accessToken")
                        .asText();
        SUPERUSER.useHandle(
                handle ->
                        handle.execute(
                                "INSERT INTO user_identities (user_id, issuer, subject)"
                                        + " VALUES (?, 'https://login.example.org', ?)",
                                user.value(),
                                "of " + email));
        // By the cookie and by the key: both leave the address in the log.
        ask("PUT", address(workspace) + "/cards/hers", card());
        ada.askWith(key, "PUT", address(workspace) + "/cards/by-key", card());
        local(
                "POST",
                address(second) + "/invitations",
                "{\"role\": \"viewer\", \"email\": \"%s\"}".formatted(email));
        invitedInLog(second);
    }

    @Test
    void what_is_held_is_given_without_a_secret() {
        var mine = ask("GET", "/api/v1/me/data", null);

        var data = mine.json();
        assertThat(data.at("/person/email").asText()).isEqualTo(email);
        assertThat(data.at("/sessions/0/address").asText()).isEqualTo(ada.address());
        assertThat(data.at("/sessions/0/userAgent").asText()).isEqualTo(ada.agent());
        assertThat(data.at("/identities/0/subject").asText()).isEqualTo("of " + email);
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
                .doesNotContain(key.split("_")[2], accessToken.split("_")[2]);

        var theirs = local("GET", "/api/v1/people/" + user + "/data", null);
        assertThat(theirs.json().path("sessions")).isEqualTo(data.path("sessions"));
    }

    @Test
    void after_erasing_nothing_leads_to_the_person_and_the_chains_stand() {
        var held = held();
        assertThat(held).as("what the sweep must find before").hasSizeGreaterThan(4);

        var answer = local("DELETE", "/api/v1/people/" + user, null);

        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        assertThat(held()).isEmpty();
        assertThat(rows("user_passwords", user) + rows("user_sessions", user)).isZero();
        assertThat(rows("token_families", user) + rows("family_tokens", user)).isZero();
        assertThat(rows("user_identities", user)).isZero();
        assertThat(rows("workspace_members", user)).isZero();
        var shell = local("GET", "/api/v1/people/" + user, null).json();
        assertThat(shell.path("displayName").asText()).isEqualTo("Erased person");
        assertThat(shell.path("email").asText()).isEqualTo("erased-" + user + "@invalid.invalid");
        assertChainsStand();
    }

    @Test
    void session_token_and_key_are_refused_at_once() {
        var cards = address(workspace) + "/cards/hers";
        assertThat(ada.ask("GET", cards, null).status()).isEqualTo(200);
        assertThat(ada.askWith(accessToken, "GET", cards, null).status()).isEqualTo(200);
        assertThat(ada.askWith(key, "GET", cards, null).status()).isEqualTo(200);

        local("DELETE", "/api/v1/people/" + user, null);

        assertThat(ada.ask("GET", cards, null).status()).isEqualTo(401);
        assertThat(ada.askWith(accessToken, "GET", cards, null).status()).isEqualTo(401);
        assertThat(ada.askWith(key, "GET", cards, null).status()).isEqualTo(401);
        assertThat(new Visitor(NODE).signIn(email, PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void erasing_again_changes_nothing() {
        local("DELETE", "/api/v1/people/" + user, null);
        var once = events();

        assertThat(local("DELETE", "/api/v1/people/" + user, null).status()).isEqualTo(204);

        assertThat(events()).isEqualTo(once);
        assertChainsStand();
    }

    @Test
    void what_was_cut_off_goes_on_where_it_was() {
        SUPERUSER.useHandle(
                handle ->
                        handle.execute(
                                "CREATE TRIGGER cut BEFORE UPDATE OF email ON users"
                                        + " FOR EACH ROW EXECUTE FUNCTION refuse_change()"));
        try {
            assertThat(local("DELETE", "/api/v1/people/" + user, null).status())
                    .isGreaterThanOrEqualTo(400);
        } finally {
            SUPERUSER.useHandle(handle -> handle.execute("DROP TRIGGER cut ON users"));
        }
        assertThat(held()).contains("users.email").doesNotContain("invitations.email");
        assertThat(ada.ask("GET", "/api/v1/me", null).status()).isEqualTo(401);

        assertThat(local("DELETE", "/api/v1/people/" + user, null).status()).isEqualTo(204);

        assertThat(held()).isEmpty();
        assertChainsStand();
    }

    @Test
    void of_two_last_owners_who_are_erased_at_once_one_stays() {
        var third = NODE.person(TestServers.unique("third") + "@example.org", PASSWORD);
        join(second, third, "owner");

        var answers =
                Stream.of(user, other)
                        .map(
                                who ->
                                        CompletableFuture.supplyAsync(
                                                () ->
                                                        local(
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
        assertThat(ada.ask("DELETE", "/api/v1/me", null).status()).isEqualTo(400);
        assertThat(ada.ask("DELETE", "/api/v1/me", "{\"current\": \"something else\"}").status())
                .isEqualTo(403);
        assertThat(held()).isNotEmpty();

        var answer = ada.ask("DELETE", "/api/v1/me", "{\"current\": \"%s\"}".formatted(PASSWORD));

        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        assertThat(held()).isEmpty();
        assertChainsStand();
    }

    @Test
    void the_last_owner_of_a_workspace_stays_until_there_is_another() {
        var refused = local("DELETE", "/api/v1/people/" + other, null);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("detail").asText())
                .contains("`w-" + second + "`")
                .doesNotContain(workspace.toString());
        assertThat(local("GET", "/api/v1/people/" + other, null).json().path("disabledAt").isNull())
                .isTrue();

        join(second, user, "owner");
        assertThat(local("DELETE", "/api/v1/people/" + other, null).status()).isEqualTo(204);
    }

    @Test
    void another_person_keeps_everything() {
        var visitor = new Visitor(NODE);
        var address = local("GET", "/api/v1/people/" + other, null).json().path("email").asText();
        visitor.signIn(address, PASSWORD);
        visitor.ask("PUT", address(second) + "/cards/theirs", card());
        var before = withoutTimes(visitor.ask("GET", "/api/v1/me/data", null).text());

        local("DELETE", "/api/v1/people/" + user, null);

        assertThat(withoutTimes(visitor.ask("GET", "/api/v1/me/data", null).text()))
                .isEqualTo(before);
        assertThat(visitor.ask("GET", address(second) + "/cards/theirs", null).status())
                .isEqualTo(200);
    }

    @Test
    void who_is_shut_out_comes_in_nowhere_until_let_in_again() {
        var cards = address(workspace) + "/cards/hers";
        assertThat(ada.askWith(key, "GET", cards, null).status()).isEqualTo(200);

        assertThat(change(user, true).status()).isEqualTo(200);

        assertThat(ada.ask("GET", cards, null).status()).isEqualTo(401);
        assertThat(ada.askWith(accessToken, "GET", cards, null).status()).isEqualTo(401);
        assertThat(ada.askWith(key, "GET", cards, null).status()).isEqualTo(404);
        assertThat(ada.signIn(email, PASSWORD).status()).isEqualTo(401);
        assertThat(change(user, false).status()).isEqualTo(200);
        assertThat(ada.signIn(email, PASSWORD).status()).isEqualTo(200);
        assertThat(ada.askWith(key, "GET", cards, null).status()).isEqualTo(200);
        var found =
                local("GET", "/api/v1/audit?objectKind=user&objectId=" + user, null)
                        .json()
                        .path("items");
        assertThat(found.findValuesAsText("action")).contains("user.disable", "user.enable");
    }

    @Test
    void the_erased_are_not_let_in_again() {
        local("DELETE", "/api/v1/people/" + user, null);

        assertThat(change(user, false).status()).isEqualTo(409);
    }

    @Test
    void of_those_who_run_the_installation_one_stays() {
        run(user, true);
        assertThat(change(user, true).status()).isEqualTo(409);
        assertThat(local("DELETE", "/api/v1/people/" + user, null).status()).isEqualTo(409);
        assertThat(held()).isNotEmpty();

        run(other, true);
        assertThat(change(user, true).status()).isEqualTo(200);
        assertThat(local("DELETE", "/api/v1/people/" + user, null).status()).isEqualTo(204);
        run(other, false);
    }

    @Test
    void people_are_for_who_runs_the_installation() {
        var people = "/api/v1/people";
        var found = local("GET", people + "?email=" + email.toUpperCase(Locale.ROOT), null);
        assertThat(found.json().at("/items/0/id").asText()).isEqualTo(user.toString());
        assertThat(local("GET", people + "?email=nobody@example.org", null).json().path("items"))
                .isEmpty();
        assertThat(local("GET", people, null).status()).isEqualTo(400);

        for (var path : List.of("?email=" + email, "/" + other, "/" + other + "/data")) {
            assertThat(ada.ask("GET", people + path, null).status()).isEqualTo(403);
        }
        assertThat(ada.ask("DELETE", people + "/" + other, null).status()).isEqualTo(403);
        assertThat(ada.ask("PATCH", people + "/" + other, "{\"disabled\": true}").status())
                .isEqualTo(403);
        run(user, true);
        assertThat(ada.ask("GET", people + "/" + other, null).status()).isEqualTo(200);
        run(user, false);
        assertThat(ada.askWith(key, "GET", "/api/v1/me/data", null).status()).isEqualTo(403);
    }

    @Test
    void an_invitation_to_their_address_opens_nothing_more() {
        var link =
                local(
                                "POST",
                                address(second) + "/invitations",
                                "{\"role\": \"admin\", \"email\": \"%s\"}".formatted(email))
                        .json()
                        .path("link")
                        .asText();
        var join = "/api/v1/auth/join/" + link.substring(link.lastIndexOf('/') + 1);
        assertThat(local("GET", join, null).status()).isEqualTo(200);

        local("DELETE", "/api/v1/people/" + user, null);

        assertThat(local("GET", join, null).status()).isEqualTo(404);
    }

    private Api.Answer change(UserId who, boolean disabled) {
        return local("PATCH", "/api/v1/people/" + who, "{\"disabled\": %s}".formatted(disabled));
    }

    private static void run(UserId who, boolean admin) {
        SUPERUSER.useHandle(
                handle ->
                        handle.execute(
                                "UPDATE users SET admin = ? WHERE id = ?", admin, who.value()));
    }

    private void invitedInLog(WorkspaceId where) {
        var entry =
                new AuditEntry("invitation.create", "invitation", "1", "")
                        .about(
                                Optional.empty(),
                                JsonNodeFactory.instance.objectNode().put("email", email));
        DATABASE.transactions()
                .inWorkspace(
                        where,
                        handle -> {
                            NODE.bean(Audit.class)
                                    .record(handle, where, Actor.SYSTEM, List.of(entry));
                            return entry;
                        });
    }

    /// Every column of every table that has their address, name, agent or network address in it.
    private List<String> held() {
        return SUPERUSER.withHandle(
                handle ->
                        handle
                                .createQuery(
                                        """
                                        SELECT table_name, column_name, data_type
                                          FROM information_schema.columns
                                          JOIN information_schema.tables USING (table_schema, table_name)
                                         WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
                                           AND data_type IN ('text', 'json', 'jsonb', 'bytea', 'ARRAY',
                                                             'character varying')
                                        """)
                                .map(
                                        (row, _) ->
                                                new Column(
                                                        row.getString(1),
                                                        row.getString(2),
                                                        row.getString(3)))
                                .list()
                                .stream()
                                .filter(column -> holdsThem(handle, column))
                                .map(column -> column.tableName() + "." + column.columnName())
                                .toList());
    }

    /// A column of a table.
    private record Column(String tableName, String columnName, String dataType) {}

    private boolean holdsThem(Handle handle, Column column) {
        var text =
                column.dataType().equals("bytea")
                        ? "encode(\"%s\", 'escape')".formatted(column.columnName())
                        : "\"%s\"::text".formatted(column.columnName());
        return handle.createQuery(
                        "SELECT count(*) > 0 FROM \"%s\" WHERE %s ~* :any"
                                .formatted(column.tableName(), text))
                .bind("any", pattern())
                .mapTo(boolean.class)
                .one();
    }

    private String pattern() {
        return List.of(email, name, ada.address(), ada.agent()).stream()
                .map(it -> it.replace(".", "\\."))
                .collect(Collectors.joining("|"));
    }

    private void assertChainsStand() {
        var chains = local("GET", "/api/v1/audit/verify-all", null).json();
        assertThat(chains).isNotEmpty();
        assertThat(chains).allSatisfy(it -> assertThat(it.path("intact").asBoolean()).isTrue());
    }

    private long events() {
        return SUPERUSER.withHandle(
                handle ->
                        handle.createQuery("SELECT sum(seq) FROM audit_heads")
                                .mapTo(long.class)
                                .one());
    }

    private static long rows(String table, UserId user) {
        return SUPERUSER.withHandle(
                handle ->
                        handle.createQuery("SELECT count(*) FROM " + table + " WHERE user_id = ?")
                                .bind(0, user.value())
                                .mapTo(long.class)
                                .one());
    }

    private static void join(WorkspaceId workspace, UserId user, String role) {
        DATABASE.transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.execute(
                                        "INSERT INTO workspace_members (workspace_id, user_id,"
                                                + " role, added_by) VALUES (?, ?, ?, 'test')",
                                        workspace.value(),
                                        user.value(),
                                        role));
    }

    private static String card() {
        return "{\"template\": \"x\"}";
    }

    private static String withoutTimes(String text) {
        return text.replaceAll("\"lastUsedAt\":\"[^\"]*\"", "");
    }

    private static String address(WorkspaceId workspace) {
        return "/api/v1/workspaces/w-" + workspace;
    }

    private Visitor.Answer ask(String method, String path, @Nullable String body) {
        var answer = ada.ask(method, path, body);
        assertThat(answer.status()).as(path + ": " + answer.text()).isBetween(200, 299);
        return answer;
    }

    private Api.Answer local(String method, String path, @Nullable String body) {
        return local.send(method, path, body);
    }
}
