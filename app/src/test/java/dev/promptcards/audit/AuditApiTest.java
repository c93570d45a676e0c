package dev.promptcards.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.audit.chain.AuditChain;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The audit log of what people do over HTTP, and the log itself over HTTP.
@MicronautTest
class AuditApiTest implements OnTestServers {

    @Inject EmbeddedServer server;
    @Inject AuditChain chain;
    @Inject Audit audit;
    @Inject WorkspaceTransactions transactions;

    private WorkspaceId workspace;
    private String root;
    private Api api;

    @BeforeEach
    void connect() {
        workspace = TestServers.workspace();
        root = "/api/v1/workspaces/w-" + workspace;
        api = new Api(server.getURI());
    }

    @Test
    void what_happens_to_cards_is_recorded_with_before_and_after() {
        var card = root + "/cards/poet";
        api.send("PUT", card, "{\"template\": \"one\", \"title\": \"Poet\"}");
        api.send("PUT", card, "{\"template\": \"one\"}");
        api.send("PUT", card, "{\"template\": \"two\"}");
        api.send("PATCH", card, "{\"title\": \"Bard\"}");
        api.send("PUT", card + "/labels/production", "{\"version\": 1}");
        api.send("PUT", card + "/labels/production", "{\"version\": 2}");
        api.send("PUT", card + "/labels/production", "{\"version\": 2}");
        api.send("DELETE", card + "/labels/production", null);
        api.send("DELETE", card, null);
        api.send("PATCH", card, "{\"archived\": false}");

        var events = events("");

        assertThat(events.stream().map(it -> it.path("action").asText()).toList().reversed())
                .containsExactly(
                        "card.create",
                        "card.version",
                        "card.update",
                        "label.move",
                        "label.move",
                        "label.remove",
                        "card.archive",
                        "card.restore");
        assertThat(events).allMatch(it -> it.path("objectName").asText().equals("poet"));
        assertThat(events).allMatch(it -> it.path("actor").asText().equals("local"));
        assertThat(events).allMatch(it -> it.path("address").asText().equals("127.0.0.1"));
        assertThat(find(events, "card.update").path("before").toString())
                .isEqualTo("{\"title\":\"Poet\"}");
        assertThat(find(events, "card.update").path("after").toString())
                .isEqualTo("{\"title\":\"Bard\"}");
        assertThat(find(events, "label.remove").path("before").path("version").intValue())
                .isEqualTo(2);
        assertThat(intact()).isTrue();
    }

    @Test
    void an_import_is_an_event_for_each_card_and_one_for_all() {
        var lines =
                IntStream.range(0, 250)
                        .mapToObj(
                                i ->
                                        "{\"title\": \"Card %d\", \"versions\": [{\"template\": \"%d\"}]}"
                                                .formatted(i, i))
                        .collect(Collectors.joining("\n"));
        var imported =
                api.stream("POST", root + "/cards/import", stream(lines), "application/x-ndjson");
        assertThat(imported.status()).as(imported.text()).isEqualTo(200);
        api.get(root + "/cards/export");

        var events = events("");

        assertThat(events).hasSize(252);
        assertThat(events.getFirst().path("action").asText()).isEqualTo("card.export");
        assertThat(find(events, "card.import").path("after").path("cardsCreated").intValue())
                .isEqualTo(250);
        assertThat(intact()).isTrue();
    }

    @Test
    void suites_and_runs_are_recorded() {
        api.send("PUT", root + "/cards/echo", "{\"template\": \"{{ word }}\"}");
        var suite = "{\"suite\": {\"name\": \"S\"}}\n{\"vars\": {\"word\": \"a\"}}";
        for (int i = 0; i < 2; i++) {
            api.stream("POST", root + "/suites/s/revisions", stream(suite), "application/x-ndjson");
        }
        var started =
                api.send(
                        "POST",
                        root + "/runs",
                        "{\"prompts\": [{\"card\": \"echo\"}], \"suite\": {\"slug\": \"s\"},"
                                + " \"providers\": [{\"id\": \"echo\"}]}");
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        api.get(root + "/suites/s/export");

        var events = events("");

        assertThat(events.stream().map(it -> it.path("action").asText()).toList().reversed())
                .containsExactly("card.create", "suite.revision", "run.start", "suite.export");
        assertThat(find(events, "run.start").path("after").path("columns").get(0).toString())
                .contains("\"provider\":\"echo\"");
        assertThat(intact()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "action=card.                         | 3",
                "action=card.create                   | 1",
                "action=label.                        | 1",
                "action=run.                          | 0",
                "actor=local                          | 4",
                "actor=user                           | 0",
                "actor=user:0198a6a2-0000-7000-8000-000000000000 | 0",
                "objectKind=card                      | 4",
                "objectKind=card&objectId=nobody      | 0",
                "objectKind=suite                     | 0",
                "from=2020-01-01                      | 4",
                "to=2020-01-01                        | 0",
                "from=2020-01-01T12:00:00Z&action=card.version | 2",
            })
    void events_are_found_by_actor_action_object_and_time(String query, int count) {
        fourEvents();

        assertThat(events("?" + query)).hasSize(count);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=yesterday | from: expected a date",
                "to=2026-13-01  | to: expected a date",
                "objectId=x     | objectKind",
                "limit=0        | limit",
                "cursor=abc     | cursor",
            })
    void a_search_that_does_not_read_is_refused(String query, String detail) {
        var refused = api.get(root + "/audit?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asText()).contains(detail);
    }

    @Test
    void a_log_is_read_in_pages() {
        fourEvents();

        var first = api.get(root + "/audit?limit=3").json();
        var second = api.get(root + "/audit?limit=3&cursor=" + first.path("next").asText()).json();

        assertThat(first.path("items").findValuesAsText("seq")).containsExactly("4", "3", "2");
        assertThat(second.path("items").findValuesAsText("seq")).containsExactly("1");
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void an_export_is_whole_and_is_itself_recorded() {
        fourEvents();

        var lines = api.get(root + "/audit/export?action=card.");
        var table = api.get(root + "/audit/export?format=csv");

        assertThat(lines.text().lines()).hasSize(3);
        assertThat(table.text().lines().findFirst())
                .hasValueSatisfying(head -> assertThat(head).startsWith("seq,at,actor,action,"));
        // The four, the export before it, and its own: it is written down before it is given away.
        assertThat(table.text().lines()).hasSize(1 + 6);
        assertThat(table.header("content-type")).startsWith("text/csv");
        assertThat(events("?action=audit.export")).hasSize(2);
        assertThat(api.get(root + "/audit/export?format=xls").status()).isEqualTo(400);
    }

    @Test
    void no_cell_of_a_table_is_a_formula() {
        var origin = Optional.of(new Actor.Origin("203.0.113.7", "=HYPERLINK(\"http://x\")"));
        var entry = new AuditEntry("card.update", "card", "-1", "+2");
        transactions.inWorkspace(
                workspace,
                handle -> {
                    audit.record(
                            handle,
                            workspace,
                            new Actor(Actor.Kind.LOCAL, "", origin),
                            List.of(entry));
                    return entry;
                });

        var table = api.get(root + "/audit/export?format=csv&action=card.update").text();

        assertThat(table).contains(",'-1,'+2,", "\"'=HYPERLINK(\"\"http://x\"\")\"");
    }

    @Test
    void a_verification_tells_where_the_chain_ends_and_is_held_to_it_later() {
        fourEvents();
        var found = api.get(root + "/audit/verify").json();
        assertThat(found.path("intact").booleanValue()).isTrue();
        assertThat(found.path("workspace").asText()).isEqualTo("w-" + workspace);
        var end = found.path("end").asText();
        assertThat(end).startsWith("4:");

        fourEvents();
        var later = api.get(root + "/audit/verify?anchor=" + end).json();
        var wrong = api.get(root + "/audit/verify?anchor=4:" + "0".repeat(64)).json();

        assertThat(later.path("intact").booleanValue()).isTrue();
        assertThat(wrong.path("breaches").get(0).path("kind").asText()).isEqualTo("rolled-back");
        assertThat(api.get(root + "/audit/verify?anchor=4").status()).isEqualTo(400);
    }

    @Test
    void the_installation_has_a_chain_of_its_own() {
        assertThat(api.get("/api/v1/audit").status()).isEqualTo(200);
        assertThat(api.get("/api/v1/audit/verify").json().path("workspace").isNull()).isTrue();
        assertThat(new Api(server.getURI(), "wrong").get("/api/v1/audit").status()).isEqualTo(401);
    }

    @Test
    void people_who_change_the_same_things_at_once_never_wait_for_each_other_in_a_circle() {
        var cards = List.of("a", "b", "c");
        cards.forEach(it -> api.send("PUT", root + "/cards/" + it, "{\"template\": \"0\"}"));
        var import_ =
                cards.stream()
                        .map(
                                it ->
                                        "{\"slug\": \"%s\", \"title\": \"x\", \"versions\": [{\"template\": \"%s\"}]}"
                                                .formatted(it, it + "-new"))
                        .collect(Collectors.joining("\n"));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers =
                    IntStream.range(0, 60)
                            .mapToObj(
                                    i ->
                                            threads.submit(
                                                    (Callable<Integer>)
                                                            () ->
                                                                    act(
                                                                            i,
                                                                            cards.get(i % 3),
                                                                            import_)))
                            .toList();
            assertThat(answers).allSatisfy(it -> assertThat(it.get()).isBetween(200, 204));
        }

        assertThat(intact()).isTrue();
    }

    private int act(int i, String card, String lines) {
        var address = root + "/cards/" + card;
        return switch (i % 4) {
            case 0 -> api.send("PUT", address, "{\"template\": \"" + i + "\"}").status();
            case 1 -> api.send("PATCH", address, "{\"title\": \"T" + i + "\"}").status();
            case 2 -> api.send("PUT", address + "/labels/l" + i, "{\"version\": 1}").status();
            default ->
                    api.stream(
                                    "POST",
                                    root + "/cards/import",
                                    stream(lines),
                                    "application/x-ndjson")
                            .status();
        };
    }

    private void fourEvents() {
        var card = root + "/cards/" + TestServers.unique("card");
        for (int i = 1; i <= 3; i++) {
            api.send("PUT", card, "{\"template\": \"" + i + "\"}");
        }
        api.send("PUT", card + "/labels/production", "{\"version\": 1}");
    }

    private List<JsonNode> events(String query) {
        var separator = query.isEmpty() ? "?" : "&";
        var answer = api.get(root + "/audit" + query + separator + "limit=1000");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("items").valueStream().toList();
    }

    private boolean intact() {
        var found = chain.verify(workspace, Optional.empty());
        return found.intact() && found.events() > 0;
    }

    private static JsonNode find(List<JsonNode> events, String action) {
        return events.stream()
                .filter(it -> it.path("action").asText().equals(action))
                .findFirst()
                .orElseThrow();
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
