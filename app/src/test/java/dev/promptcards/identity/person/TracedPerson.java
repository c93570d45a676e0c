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

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Somebody who left traces everywhere: signed in at a browser and with a program, with a key, in
/// two workspaces and their logs.
final class TracedPerson {

    static final String PASSWORD = "correct horse battery";

    final String name = TestServers.unique("Lovelace");
    final String email = TestServers.unique("ada") + "@example.org";
    final Visitor ada;
    final WorkspaceId workspace;
    final WorkspaceId second;
    final UserId user;
    final UserId other;
    final String key;
    final String accessToken;

    private final Node node;
    private final TestDatabase database;

    private final Jdbi superuser;

    private final Api local;

    TracedPerson(Node node, TestDatabase database) {
        this.node = node;
        this.database = database;
        this.superuser =
                Jdbi.create(TestServers.admin().withDatabase(database.owner().database())::connect);
        this.local = node.local();
        this.ada = new Visitor(node);
        this.workspace = database.workspace();
        this.second = database.workspace();
        // Those of the tests before went to other people, from the same address.
        superuser.useHandle(handle -> handle.execute("DELETE FROM sign_in_tries"));
        user = node.person(email, PASSWORD);
        other = node.person(TestServers.unique("eve") + "@example.org", PASSWORD);
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
        superuser.useHandle(
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

    /// Sees the rows of everybody, and may change what nobody may.
    Jdbi superuser() {
        return superuser;
    }

    Api.Answer change(UserId who, boolean disabled) {
        return local("PATCH", "/api/v1/people/" + who, "{\"disabled\": %s}".formatted(disabled));
    }

    void run(UserId who, boolean admin) {
        superuser.useHandle(
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
        database.transactions()
                .inWorkspace(
                        where,
                        handle -> {
                            node.bean(Audit.class)
                                    .record(handle, where, Actor.SYSTEM, List.of(entry));
                            return entry;
                        });
    }

    /// Every column of every table that has their address, name, agent or network address in it.
    List<String> held() {
        return superuser.withHandle(
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

    void assertChainsStand() {
        var chains = local("GET", "/api/v1/audit/verify-all", null).json();
        assertThat(chains).isNotEmpty();
        assertThat(chains).allSatisfy(it -> assertThat(it.path("intact").asBoolean()).isTrue());
    }

    long events() {
        return superuser.withHandle(
                handle ->
                        handle.createQuery("SELECT sum(seq) FROM audit_heads")
                                .mapTo(long.class)
                                .one());
    }

    long rows(String table, UserId user) {
        return superuser.withHandle(
                handle ->
                        handle.createQuery("SELECT count(*) FROM " + table + " WHERE user_id = ?")
                                .bind(0, user.value())
                                .mapTo(long.class)
                                .one());
    }

    void join(WorkspaceId workspace, UserId user, String role) {
        database.transactions()
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

    static String card() {
        return "{\"template\": \"x\"}";
    }

    static String address(WorkspaceId workspace) {
        return "/api/v1/workspaces/w-" + workspace;
    }

    Visitor.Answer ask(String method, String path, @Nullable String body) {
        var answer = ada.ask(method, path, body);
        assertThat(answer.status()).as(path + ": " + answer.text()).isBetween(200, 299);
        return answer;
    }

    Api.Answer local(String method, String path, @Nullable String body) {
        return local.send(method, path, body);
    }
}
