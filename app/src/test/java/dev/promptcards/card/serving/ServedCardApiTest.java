package dev.promptcards.card.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.Api.Answer;
import dev.promptcards.TestServers;
import dev.promptcards.identity.DrivenNode;
import dev.promptcards.identity.SomePeople;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;

import javax.sql.DataSource;

/// What production systems read, over HTTP and with an API key. Time stands still, so that nothing
/// that is remembered is forgotten but by a change.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServedCardApiTest {

    private DrivenNode node;
    private Api admin;
    private Api program;
    private String card;

    @BeforeAll
    void start() {
        node = DrivenNode.start();
        admin = node.local();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @BeforeEach
    void a_card_in_production() {
        var workspace = TestServers.workspace();
        var root = "/api/v1/workspaces/w-" + workspace;
        card = root + "/cards/greeting";
        var owner = SomePeople.member(workspace, "owner");
        program =
                node.with(
                        node.send(
                                        owner,
                                        "POST",
                                        root + "/keys",
                                        "{\"name\": \"program\", \"scopes\": [\"card.read\"]}")
                                .json()
                                .path("key")
                                .asText());
        save("Hello {{ name }}");
        save("Hi {{ name }}");
        move(1);
    }

    @Test
    void the_version_a_label_points_at_is_answered_with_its_content() {
        var answer = production();

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.header("etag")).isEqualTo("\"v1\"");
        var json = answer.json();
        assertThat(json.path("card").asText()).isEqualTo("greeting");
        assertThat(json.path("label").asText()).isEqualTo("production");
        assertThat(json.path("number").asInt()).isEqualTo(1);
        assertThat(json.path("kind").asText()).isEqualTo("text");
        assertThat(json.path("template").asText()).isEqualTo("Hello {{ name }}");
        assertThat(json.path("variables").isArray()).isTrue();
        assertThat(json.path("createdAt").isTextual()).isTrue();
        var again = production();
        assertThat(again.text()).isEqualTo(answer.text());
        assertThat(again.headers()).containsOnlyKeys(answer.headers().keySet());
    }

    @Test
    void without_a_label_it_is_the_card_as_ever() {
        var answer = program.get(card);

        assertThat(answer.json().path("latestVersion").asInt()).isEqualTo(2);
        assertThat(answer.json().path("labels").path("production").asInt()).isEqualTo(1);
        assertThat(program.get(card, "If-None-Match", answer.header("etag")).status())
                .isEqualTo(304);
    }

    @Test
    void a_client_that_has_the_version_is_told_so() {
        var tag = production().header("etag");

        var known = program.get(card + "?label=production", "If-None-Match", tag);
        move(2);
        var moved = program.get(card + "?label=production", "If-None-Match", tag);

        assertThat(known.status()).isEqualTo(304);
        assertThat(known.text()).isEmpty();
        assertThat(known.header("etag")).isEqualTo(tag);
        assertThat(moved.status()).isEqualTo(200);
    }

    @Test
    void the_node_that_moves_a_label_shows_it_at_once() {
        for (int i = 0; i < 20; i++) {
            int version = i % 2 + 1;
            move(version);
            assertThat(production().json().path("number").asInt()).isEqualTo(version);
            assertThat(render("{\"values\": {\"name\": \"Ada\"}}").json().path("text").asText())
                    .isEqualTo(version == 1 ? "Hello Ada" : "Hi Ada");
        }
    }

    @Test
    void latest_is_served_too_and_moves_with_each_version() {
        assertThat(labelled("latest").json().path("number").asInt()).isEqualTo(2);

        save("Good day {{ name }}");

        assertThat(labelled("latest").json().path("template").asText())
                .isEqualTo("Good day {{ name }}");
    }

    @Test
    void cards_that_come_by_import_move_latest() {
        labelled("latest");

        admin.send(
                "POST",
                card.replace("greeting", "import"),
                """
                {"slug": "greeting", "title": "greeting", "versions": [{"template": "Imported"}]}
                """,
                "Content-Type",
                "application/x-ndjson");

        assertThat(labelled("latest").json().path("template").asText()).isEqualTo("Imported");
    }

    @Test
    void a_label_that_was_removed_is_gone_and_one_that_never_was_is_not_there() {
        production();

        admin.send("DELETE", card + "/labels/production", null);

        var gone = production();
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.json().path("type").asText()).isEqualTo("/problems/gone");
        assertThat(gone.json().path("detail").asText()).contains("`production`", "`greeting`");
        assertThat(render("{}").status()).isEqualTo(410);
        assertThat(labelled("staging").status()).isEqualTo(404);
        assertThat(program.get(card.replace("greeting", "none") + "?label=production").status())
                .isEqualTo(404);
        move(2);
        assertThat(production().status()).isEqualTo(200);
        admin.send("PUT", card + "/labels/staging", "{\"version\": 1}");
        assertThat(labelled("staging").status()).isEqualTo(200);
    }

    @Test
    void an_archived_card_is_served_as_before() {
        production();

        admin.send("DELETE", card, null);

        assertThat(production().status()).isEqualTo(200);
        move(2);
        assertThat(production().json().path("number").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "Production", "a%20b", "", "%00"})
    void what_is_no_label_is_refused(String label) {
        assertThat(labelled(label).status()).isEqualTo(400);
    }

    @Test
    void a_label_in_the_address_goes_with_none_in_the_body() {
        assertThat(render("{\"values\": {\"name\": \"Ada\"}, \"version\": 2}").status())
                .isEqualTo(400);
        assertThat(render("{\"values\": {\"name\": \"Ada\"}, \"label\": \"latest\"}").status())
                .isEqualTo(400);
    }

    @Test
    void a_key_of_another_workspace_sees_nothing_of_it() {
        production();
        var other = TestServers.workspace();
        var stranger =
                node.with(
                        node.send(
                                        SomePeople.member(other, "owner"),
                                        "POST",
                                        "/api/v1/workspaces/w-" + other + "/keys",
                                        "{\"name\": \"other\", \"scopes\": [\"card.read\"]}")
                                .json()
                                .path("key")
                                .asText());
        for (int i = 0; i < 3; i++) {
            assertThat(stranger.get(card + "?label=production").status()).isEqualTo(404);
            assertThat(
                            stranger.get(
                                            "/api/v1/workspaces/w-%s/cards/greeting?label=production"
                                                    .formatted(other))
                                    .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_key_without_the_scope_is_refused_when_all_of_it_is_remembered() {
        production();
        for (int i = 0; i < 3; i++) {
            var refused = program.send("PUT", card + "/labels/production", "{\"version\": 2}");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("label.move");
        }
        for (int i = 0; i < 3; i++) {
            assertThat(new Api(node.url(), null).get(card + "?label=production").status())
                    .isEqualTo(401);
        }
    }

    /// What is remembered needs no connection, and so no thread that waits for one.
    @Test
    void what_is_remembered_is_answered_while_the_database_gives_no_connection()
            throws SQLException {
        production();
        production();
        var taken = new ArrayList<Connection>();
        try {
            for (int i = 0; i < 10; i++) {
                taken.add(node.bean(DataSource.class).getConnection());
            }
            assertThat(production().status()).isEqualTo(200);
            assertThat(production().json().path("number").asInt()).isEqualTo(1);
        } finally {
            for (var connection : taken) {
                connection.close();
            }
        }
    }

    @Test
    void a_revoked_key_is_refused_though_its_reading_was_remembered() {
        production();
        var keys = card.replaceFirst("/cards/.*", "/keys");
        var id = admin.get(keys).json().path("items").path(0).path("id").asText();

        admin.send("DELETE", keys + "/" + id, null);

        assertThat(production().status()).isEqualTo(401);
        node.advance(Duration.ofSeconds(10));
        assertThat(production().status()).isEqualTo(401);
    }

    private Answer production() {
        return labelled("production");
    }

    private Answer labelled(String label) {
        return program.get(card + "?label=" + label);
    }

    private Answer render(String body) {
        return program.send("POST", card + "/render?label=production", body);
    }

    private void save(String template) {
        var saved =
                admin.send(
                        "PUT",
                        card,
                        "{\"template\": \"%s\", \"variables\": [{\"name\": \"name\", \"type\": \"string\", \"required\": false}]}"
                                .formatted(template));
        assertThat(saved.status()).as(saved.text()).isBetween(200, 201);
    }

    private void move(int version) {
        var moved =
                admin.send(
                        "PUT", card + "/labels/production", "{\"version\": %d}".formatted(version));
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
    }
}
