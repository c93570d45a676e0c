package dev.promptcards.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

@MicronautTest
class CardImportTest implements OnTestServers {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject EmbeddedServer server;
    private Api api;
    private String cards;

    @BeforeEach
    void connect() {
        api = new Api(server.getURI());
        cards = "/api/v1/workspaces/w-" + TestServers.workspace() + "/cards";
    }

    @Test
    void published_cards_come_back_byte_for_byte_with_every_version() throws IOException {
        var file = PublishedCards.file();

        var first = imported(Files.readString(file));
        var second = imported(Files.readString(file));

        assertThat(first).hasToString(result(1582, 1582, 1712, 0));
        assertThat(second).hasToString(result(1582, 0, 0, 1582));
        assertThat(templatesByTitle(exported()))
                .isEqualTo(templatesByTitle(Files.readAllLines(file)));
    }

    @Test
    void what_is_exported_can_be_imported_elsewhere_and_is_the_same() {
        var lines =
                """
                {"title": "Héllo", "slug": "hi", "description": "d", "tags": ["a"], "metadata": {"k": 1},
                 "versions": [{"committed_at": "2022-12-14T03:44:50+03:00", "template": "a\\u2028b",
                 "variables": [{"name": "n", "type": "number", "default": 1}], "settings": {"model": "m"},
                 "message": "why"}, {"messages": [{"role": "user", "content": "x"}]}]}
                """
                        .replace("\n", " ");
        imported(lines);
        var exported = exported();
        cards = "/api/v1/workspaces/w-" + TestServers.workspace() + "/cards";

        imported(String.join("\n", exported));

        assertThat(exported()).isEqualTo(exported).hasSize(1);
        assertThat(exported.getFirst())
                .contains("\"committed_at\":\"2022-12-14T00:44:50Z\"")
                .contains("\"messages\":[{")
                .contains("\"message\":\"why\"");
        var card = api.get(cards + "/hi").json();
        assertThat(card.path("metadata").toString()).isEqualTo("{\"k\":1}");
        assertThat(card.path("latestVersion").intValue()).isEqualTo(2);
        assertThat(api.get(cards + "/hi/versions/1").json().path("createdAt").textValue())
                .isEqualTo("2022-12-14T00:44:50Z");
    }

    @Test
    void fields_a_card_does_not_have_are_kept_as_metadata() {
        imported(
                "{\"title\": \"T\", \"type\": null, \"for_devs\": true, \"metadata\": {\"k\": 1},"
                        + " \"versions\": [{\"template\": \"x\"}]}");

        assertThat(api.get(cards + "/t").json().path("metadata"))
                .isEqualTo(json("{\"k\": 1, \"type\": null, \"for_devs\": true}"));
    }

    @Test
    void a_line_that_cannot_be_taken_is_named_and_the_rest_goes_on() {
        var result =
                imported(
                        """
                        {"title": "A", "versions": [{"template": "a"}]}
                        {"title": "B", "versions": [{"template": "b"}

                        {"title": "C", "versions": []}
                        {"versions": [{"template": "d"}]}
                        {"title": "E", "versions": [{"template": "e"}, {"tempalte": "e"}]}
                        {"title": "F", "versions": [{"template": "f"}, {"template": "\\u0000"}]}
                        {"title": "G", "slug": "Not A Slug", "versions": [{"template": "g"}]}
                        [1]
                        {"title": "H", "versions": [{"template": "h"}]}
                        """);

        assertThat(result.path("cardsCreated").intValue()).isEqualTo(2);
        assertThat(result.path("failed").intValue()).isEqualTo(7);
        assertThat(result.path("errors").findValuesAsText("line"))
                .containsExactly("2", "4", "5", "6", "7", "8", "9");
        assertThat(result.path("errors").findValuesAsText("message"))
                .satisfiesExactly(
                        two -> assertThat(two).isEqualTo("ends in the middle"),
                        four -> assertThat(four).contains("1 to 10,000 versions"),
                        five -> assertThat(five).isEqualTo("title: missing"),
                        six -> assertThat(six).contains("versions[1].tempalte: there is no field"),
                        seven -> assertThat(seven).contains("versions[1].template holds"),
                        eight -> assertThat(eight).contains("slug: must be"),
                        nine -> assertThat(nine).contains("expected an object"));
        assertThat(api.get(cards + "/h").status()).isEqualTo(200);
    }

    @Test
    void cards_of_one_title_stay_apart_and_are_found_again() {
        var lines =
                """
                {"title": "Poet", "versions": [{"template": "one"}]}
                {"title": "Poet", "versions": [{"template": "two"}]}
                {"title": "Poet!", "versions": [{"template": "three"}]}
                {"title": "Poet", "versions": [{"template": "one"}]}
                """;

        assertThat(imported(lines)).hasToString(result(4, 3, 3, 1));
        assertThat(imported(lines)).hasToString(result(4, 0, 0, 4));
        assertThat(api.get(cards + "/poet-2/versions/1").json().path("template").textValue())
                .isEqualTo("two");
        assertThat(api.get(cards + "/poet-3").json().path("title").textValue()).isEqualTo("Poet!");
    }

    @Test
    void a_history_that_has_grown_is_added_at_its_end() {
        imported(line("\"a\"", "\"b\""));
        assertThat(imported(line("\"a\"", "\"b\"", "\"a\"", "\"a\"")))
                .hasToString(result(1, 0, 2, 0));
        assertThat(imported(line("\"a\"", "\"b\"", "\"a\"", "\"a\"")))
                .hasToString(result(1, 0, 0, 1));
        assertThat(imported(line("\"b\""))).hasToString(result(1, 0, 0, 1));

        assertThat(templatesOf("x")).containsExactly("a", "b", "a", "a");
    }

    @Test
    void a_line_with_a_slug_means_that_card_whatever_it_says() {
        api.send("PUT", cards + "/x", "{\"title\": \"Other\", \"template\": \"old\"}");

        assertThat(imported(line("\"new\""))).hasToString(result(1, 0, 1, 0));
        assertThat(imported(line("\"new\""))).hasToString(result(1, 0, 0, 1));

        assertThat(templatesOf("x")).containsExactly("old", "new");
        assertThat(api.get(cards + "/x").json().path("title").textValue()).isEqualTo("Other");
    }

    @Test
    void imports_at_the_same_time_make_every_card_once() {
        var lines = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            lines.append(
                    "{\"title\": \"T%d\", \"versions\": [{\"template\": \"%d\"}]}\n"
                            .formatted(i, i));
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                threads.submit(() -> imported(lines.toString()));
            }
        }

        assertThat(exported()).hasSize(150);
        assertThat(imported(lines.toString())).hasToString(result(150, 0, 0, 150));
    }

    @Test
    void an_export_goes_on_over_many_versions_and_leaves_archived_cards_out() {
        var versions =
                IntStream.range(0, 250).mapToObj(i -> "\"" + i + "\"").toArray(String[]::new);
        imported(line(versions));
        imported("{\"title\": \"Next\", \"versions\": [{\"template\": \"n\"}]}");
        imported("{\"title\": \"Gone\", \"versions\": [{\"template\": \"g\"}]}");
        api.send("DELETE", cards + "/gone", null);

        var exported = exported();

        assertThat(exported).hasSize(2);
        assertThat(json(exported.getFirst()).path("versions")).hasSize(250);
        assertThat(json(exported.getLast()).path("title").textValue()).isEqualTo("Next");
    }

    @Test
    void an_empty_file_adds_nothing() {
        assertThat(imported("\n")).hasToString(result(0, 0, 0, 0));
        assertThat(exported()).isEmpty();
    }

    private static String line(String... templates) {
        return Arrays.stream(templates)
                .map(template -> "{\"template\": " + template + "}")
                .collect(
                        Collectors.joining(
                                ", ", "{\"title\": \"X\", \"slug\": \"x\", \"versions\": [", "]}"));
    }

    private List<String> templatesOf(String slug) {
        return api.get(cards + "/" + slug + "/versions")
                .json()
                .path("items")
                .findValuesAsText("template")
                .reversed();
    }

    private static String result(int lines, int created, int added, int unchanged) {
        return "{\"lines\":%d,\"cardsCreated\":%d,\"versionsAdded\":%d,\"unchanged\":%d,\"failed\":0,\"errors\":[]}"
                .formatted(lines, created, added, unchanged);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, List<String>> templatesByTitle(List<String> lines)
            throws IOException {
        var templates = new HashMap<String, List<String>>();
        for (var line : lines) {
            var card = JSON.readTree(line);
            for (var version : card.path("versions")) {
                templates
                        .computeIfAbsent(card.path("title").textValue(), _ -> new ArrayList<>())
                        .add(version.path("template").textValue());
            }
        }
        return templates;
    }

    private List<String> exported() {
        return api.get(cards + "/export").text().lines().toList();
    }

    private JsonNode imported(String lines) {
        var answer =
                api.stream(
                        "POST",
                        cards + "/import",
                        new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                        "application/x-ndjson");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
