package dev.promptcards.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.concurrent.Executors;

@MicronautTest
class LabelApiTest implements OnTestServers {

    private static final int VERSIONS = 20;

    @Inject EmbeddedServer server;
    private Api api;
    private String card;

    @BeforeEach
    void connect() {
        api = new Api(server.getURI());
        card = "/api/v1/workspaces/w-" + TestServers.workspace() + "/cards/poet";
        for (int i = 1; i <= 3; i++) {
            api.send("PUT", card, "{\"template\": \"version " + i + "\"}");
        }
    }

    @Test
    void a_label_is_set_moved_and_removed_and_every_move_is_remembered() {
        assertThat(move("production", 1).status()).isEqualTo(200);
        assertThat(move("production", 3).json().path("version").intValue()).isEqualTo(3);
        assertThat(move("production", 3).status()).isEqualTo(200);
        assertThat(api.get(card).json().path("labels").toString()).isEqualTo("{\"production\":3}");
        assertThat(api.send("DELETE", card + "/labels/production", null).status()).isEqualTo(204);

        var history = api.get(card + "/labels/production/history").json().path("items");

        assertThat(api.get(card + "/labels/production").status()).isEqualTo(404);
        assertThat(history.findValuesAsText("fromVersion")).containsExactly("3", "1", "null");
        assertThat(history.findValuesAsText("toVersion")).containsExactly("null", "3", "1");
        assertThat(history.findValuesAsText("movedBy")).containsOnly("local");
        assertThat(history.findValuesAsText("movedAt"))
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void a_history_is_read_in_pages() {
        for (int i = 0; i < 5; i++) {
            move("staging", i % 2 + 1);
        }

        var first = api.get(card + "/labels/staging/history?limit=3").json();
        var second =
                api.get(
                                card
                                        + "/labels/staging/history?limit=3&cursor="
                                        + first.path("next").textValue())
                        .json();

        assertThat(first.path("items").findValuesAsText("toVersion"))
                .containsExactly("1", "2", "1");
        assertThat(second.path("items").findValuesAsText("toVersion")).containsExactly("2", "1");
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void latest_points_at_the_newest_version_and_cannot_be_moved() {
        assertThat(api.get(card + "/labels/latest").json().path("version").intValue()).isEqualTo(3);
        assertThat(move("latest", 1).status()).isEqualTo(400);
        assertThat(api.send("DELETE", card + "/labels/latest", null).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "production | {\"version\": 4}   | has versions 1 to 3",
                "production | {\"version\": 0}   | has versions 1 to 3",
                "production | {}                 | version: missing",
                "production | {\"version\": \"1\"} | version: expected a whole number",
                "production | {\"version\": 1.5} | version: expected a whole number",
                "7          | {\"version\": 1}   | label: must be",
                "Prod       | {\"version\": 1}   | label: must be"
            })
    void a_move_that_makes_no_sense_is_refused(String label, String body, String detail) {
        var refused = api.send("PUT", card + "/labels/" + label, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("detail").textValue()).contains(detail);
    }

    @Test
    void a_label_of_a_card_that_is_not_there_is_not_found() {
        var nowhere = card.replace("poet", "nobody") + "/labels/production";

        assertThat(api.get(nowhere).status()).isEqualTo(404);
        assertThat(api.send("PUT", nowhere, "{\"version\": 1}").status()).isEqualTo(404);
        assertThat(api.send("DELETE", nowhere, null).status()).isEqualTo(404);
        assertThat(api.get(nowhere + "/history").status()).isEqualTo(404);
    }

    @Test
    void a_label_moved_by_somebody_else_is_not_moved_on_a_stale_view() {
        var seen = move("production", 1).header("etag");
        move("production", 2);
        move("production", 1);

        var refused =
                api.send("PUT", card + "/labels/production", "{\"version\": 3}", "If-Match", seen);
        var current = api.get(card + "/labels/production").header("etag");
        var accepted =
                api.send(
                        "PUT",
                        card + "/labels/production",
                        "{\"version\": 3}",
                        "If-Match",
                        current);

        assertThat(refused.status()).isEqualTo(412);
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(
                        api.send("PUT", card + "/labels/other", "{\"version\": 1}", "If-Match", "*")
                                .status())
                .isEqualTo(412);
    }

    @Test
    void moves_at_the_same_time_make_a_history_without_a_gap() {
        for (int i = 4; i <= VERSIONS; i++) {
            api.send("PUT", card, "{\"template\": \"version " + i + "\"}");
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 1; i <= VERSIONS; i++) {
                int version = i;
                threads.submit(() -> move("production", version));
            }
        }

        var moves = api.get(card + "/labels/production/history?limit=100").json().path("items");
        var to = moves.findValuesAsText("toVersion");
        var from = moves.findValuesAsText("fromVersion");
        assertThat(to).hasSize(VERSIONS).doesNotHaveDuplicates();
        assertThat(from.getLast()).isEqualTo("null");
        assertThat(from.subList(0, VERSIONS - 1)).isEqualTo(to.subList(1, VERSIONS));
        assertThat(api.get(card + "/labels/production").json().path("version").asText())
                .isEqualTo(to.getFirst());
    }

    private Api.Answer move(String label, int version) {
        return api.send("PUT", card + "/labels/" + label, "{\"version\": " + version + "}");
    }
}
