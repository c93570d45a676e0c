package dev.promptcards.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.Api.Answer;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.audit.search.AuditSearch;
import dev.promptcards.identity.entry.SetUp;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.Workspaces;

import org.junit.jupiter.params.aggregator.ArgumentsAccessor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Takes steps over HTTP that a test has as lines of a table: who, method, path, body, the status
/// of the answer, and the events it leaves. `{…}` is the id of what has that name
/// ([AuditWitness]), or the field of that name in an answer before. A body that is no JSON is a
/// table, `\n` between its lines.
final class AuditScript implements AutoCloseable {

    private static final List<String> KEPT =
            List.of("link", "key", "userCode", "deviceCode", "accessToken", "refreshToken");

    private final TestDatabase database = TestServers.freshDatabase();
    final Node node = Node.on(database);
    final AuditWitness witness = new AuditWitness(node.bean(AuditSearch.class), "ana");

    /// What no event may hold.
    final List<String> secrets =
            new ArrayList<>(List.of("a sentence of mine", "sk-secret", "hidden"));

    private final Map<String, Browser> browsers =
            Map.of("browser", node.browser(), "browser2", node.browser());
    private final Map<String, String> kept = new HashMap<>();

    AuditScript() {
        kept.put("setUp", node.bean(SetUp.class).newToken().orElseThrow());
        witness.watch(workspace("default"));
        witness.watch(WorkspaceId.INSTALLATION);
    }

    /// Takes a step, and looks at what it has left.
    void take(ArgumentsAccessor step) {
        String who = step.getString(0);
        if (who.equals("time")) {
            expireInvitations();
            return;
        }
        var address = "/api/v1" + filled(step.getString(2));
        var body = step.getString(3);
        var sent = body == null ? null : filled(body);

        var answer =
                browsers.containsKey(who)
                        ? browsers.get(who).send(step.getString(1), address, sent)
                        : as(who).send(
                                        step.getString(1),
                                        address,
                                        sent,
                                        "Content-Type",
                                        sent == null || sent.startsWith("{")
                                                ? "application/json"
                                                : "text/csv");

        assertThat(answer.status()).as(answer.text()).isEqualTo(step.getInteger(4));
        keep(answer);
        if (address.equals("/api/v1/workspaces") && answer.status() == 201) {
            witness.watch(workspace("research"));
        }
        var events = step.getString(5);
        assertThat(witness.news())
                .containsExactlyInAnyOrder(events == null ? new String[0] : events.split("; "));
    }

    /// Calls as somebody, who is made when they are first heard of.
    Api as(String who) {
        return switch (who) {
            case "local" -> node.local();
            case "nobody" -> new Api(node.url(), null);
            case "key" -> new Api(node.url(), kept.get("key"));
            default -> new Api(node.url(), SignedIn.token(person(who)));
        };
    }

    private void keep(Answer answer) {
        for (var name : KEPT) {
            var value = answer.text().startsWith("{") ? answer.json().path(name).asText() : "";
            if (!value.isEmpty() && !value.equals("null")) {
                var word = value.substring(value.lastIndexOf('/') + 1);
                var before = kept.put(name, word);
                if (before != null) {
                    kept.put("old " + name, before);
                }
                secrets.add(word);
            }
        }
    }

    private String filled(String text) {
        var filled = text.replace("\\n", "\n");
        for (var it : kept.entrySet()) {
            filled = filled.replace("{" + it.getKey() + "}", it.getValue());
        }
        return witness.filled(filled);
    }

    private void expireInvitations() {
        database.transactions()
                .inWorkspace(
                        workspace("research"),
                        handle ->
                                handle.execute(
                                        "UPDATE invitations SET created_at = now() - interval '2"
                                                + " s', expires_at = now() - interval '1 s'"));
    }

    private WorkspaceId workspace(String slug) {
        return node.bean(Workspaces.class).idOf(slug).orElseThrow();
    }

    UserId person(String name) {
        return witness.person(name, database);
    }

    @Override
    public void close() {
        node.close();
        database.close();
    }
}
