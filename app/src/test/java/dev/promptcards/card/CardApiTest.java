package dev.promptcards.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.Api.Answer;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

@MicronautTest
class CardApiTest implements OnTestServers {

    @Inject EmbeddedServer server;
    private Api api;
    private String cards;

    @BeforeEach
    void connect() {
        api = new Api(server.getURI());
        cards = "/api/v1/workspaces/w-" + TestServers.workspace() + "/cards";
    }

    @Test
    void a_card_is_created_with_its_first_version_and_read_back() {
        var created =
                api.send(
                        "POST",
                        cards,
                        """
                        {"title": "Greeting", "description": "Says hello", "tags": ["a", "b", "a"],
                         "metadata": {"owner": "ada", "n": null}, "template": "Hello {{ name }}",
                         "variables": [{"name": "name", "type": "string", "description": "whom"}],
                         "settings": {"temperature": 0.2}, "message": "first"}
                        """);

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.header("location")).isEqualTo(cards + "/greeting");
        assertThat(created.header("etag")).isEqualTo("\"r1\"");
        var card = api.get(cards + "/greeting");
        assertThat(card.json()).isEqualTo(created.json());
        assertThat(card.json().path("tags").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(card.json().path("metadata").toString())
                .isEqualTo("{\"n\":null,\"owner\":\"ada\"}");
        assertThat(card.json().path("archivedAt").isNull()).isTrue();
        var version = api.get(cards + "/greeting/versions/1").json();
        assertThat(version.path("kind").textValue()).isEqualTo("text");
        assertThat(version.path("template").textValue()).isEqualTo("Hello {{ name }}");
        assertThat(version.path("settings").toString()).isEqualTo("{\"temperature\":0.2}");
        assertThat(version.path("message").textValue()).isEqualTo("first");
        assertThat(version.path("createdBy").textValue()).isEqualTo("local");
        assertThat(version.path("variables").path(0).path("required").booleanValue()).isTrue();
        assertThat(version.has("messages")).isFalse();
    }

    @Test
    void a_chat_is_kept_as_it_came() {
        var messages =
                "[{\"role\":\"system\",\"content\":\"Be"
                    + " brief\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"{{ q"
                    + " }}\"}]}]";
        ok(api.send("PUT", cards + "/chat", "{\"messages\": " + messages + "}"));

        var version = api.get(cards + "/chat/versions/latest").json();

        assertThat(version.path("kind").textValue()).isEqualTo("chat");
        assertThat(version.path("messages").path(1).path("content").path(0).path("text"))
                .hasToString("\"{{ q }}\"");
        assertThat(version.has("template")).isFalse();
    }

    @Test
    void cards_of_one_title_get_slugs_of_their_own_and_a_slug_given_twice_is_a_conflict() {
        assertThat(created("Poet").path("slug").textValue()).isEqualTo("poet");
        assertThat(created("Poet").path("slug").textValue()).isEqualTo("poet-2");
        var taken = api.send("POST", cards, "{\"slug\": \"poet\", \"template\": \"x\"}");

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.text()).contains("poet");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"template\": \"x\"}                                   | title: missing",
                "{\"title\": \"x\"}                                      | template: missing",
                "{\"title\": \"  \", \"template\": \"x\"}                | title: has 1 to 500",
                "{\"slug\": \"Not A Slug\", \"template\": \"x\"}         | slug: must be",
                "{\"title\": \"x\", \"template\": \"x\", \"messages\": []} | not both",
                "{\"title\": \"x\", \"messages\": []}                    | a chat has 1 to 1,000",
                "{\"title\": \"x\", \"messages\": [{\"content\": \"x\"}]} | messages[0]: must be",
                "{\"title\": \"x\", \"template\": \"x\", \"variables\": [null]} | variables: each"
                        + " is",
                "{\"title\": \"x\", \"template\": \"x\", \"tags\": [null]} | tags: a tag is",
                "{\"title\": \"x\", \"messages\": [1]}                   | messages[0]: must be",
                "{\"title\": \"x\", \"template\": \"x\", \"tags\": [\" \"]} | tags: a tag is",
                "{\"title\": \"x\", \"template\": \"a\\u0000\"}          | template holds the"
                        + " character U+0000",
                "{\"title\": \"x\\ud800\", \"template\": \"a\"}          | title holds half a"
                        + " character",
                "{\"title\": \"x\", \"template\": \"a\", \"metadata\": {\"k\\u0000\": 1}} |"
                        + " metadata holds",
                "{\"title\": \"x\", \"template\": \"a\", \"settings\": {\"k\": 1e999}} | settings"
                        + " holds a number",
                "{\"title\": \"x\", \"messages\": [{\"role\": \"user\", \"content\": \"\\u0000\"}]}"
                        + " | messages holds"
            })
    void a_card_that_breaks_a_rule_is_refused_with_the_field(String body, String detail) {
        var refused = api.send("POST", cards, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("type").textValue()).isEqualTo("/problems/invalid");
        assertThat(refused.json().path("detail").textValue()).contains(detail);
    }

    @Test
    void a_template_of_a_mebibyte_is_taken_and_a_larger_one_refused() {
        var largest = "{{ x }} é".repeat(104857);
        ok(api.send("PUT", cards + "/large", "{\"template\": \"" + largest + "\"}"));
        var refused = api.send("PUT", cards + "/large", "{\"template\": \"" + largest + "éééé\"}");

        assertThat(api.get(cards + "/large/versions/1").json().path("template").textValue())
                .isEqualTo(largest);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("template: 1,048,578 bytes, at most 1,048,576");
    }

    @ParameterizedTest
    @ValueSource(ints = {'a', 0x4E00, 0x1F600})
    void a_prompt_of_many_different_words_is_stored_although_a_search_index_has_limits(int first) {
        var words = new StringBuilder();
        for (int i = 0; words.length() < 200_000; i++) {
            words.appendCodePoint(first + i % 500).append(Integer.toString(i, 36)).append(' ');
        }
        var body = "{\"description\": \"%s\", \"template\": \"%s\"}";

        ok(api.send("PUT", cards + "/words", body.formatted(words.substring(0, 9_990), words)));

        assertThat(api.get(cards + "/words/versions/1").json().path("template").textValue())
                .isEqualTo(words.toString());
    }

    @Test
    void declarations_that_are_wrong_are_all_named() {
        var refused =
                api.send(
                        "POST",
                        cards,
                        """
                        {"title": "x", "template": "x", "variables": [
                          {"name": "a", "type": "enum"}, {"name": "a", "type": "number", "default": "1"}]}
                        """);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("errors").findValuesAsText("at"))
                .containsExactly("variables[0]", "variables[1]", "variables[1].default");
    }

    @Test
    void writing_makes_a_version_only_where_the_content_changed() {
        var first = saved("p", "{\"title\": \"P\", \"template\": \"one\"}");
        var same = saved("p", "{\"template\": \"one\", \"message\": \"nothing new\"}");
        var other = saved("p", "{\"template\": \"two\"}");
        var settings = saved("p", "{\"template\": \"two\", \"settings\": {\"model\": \"m\"}}");
        var retitled =
                saved(
                        "p",
                        "{\"title\": \"Q\", \"template\": \"two\", \"settings\": {\"model\":"
                                + " \"m\"}}");

        assertThat(first).hasToString(answer("p", 1, true, true));
        assertThat(same).hasToString(answer("p", 1, false, false));
        assertThat(other).hasToString(answer("p", 2, false, true));
        assertThat(settings).hasToString(answer("p", 3, false, true));
        assertThat(retitled).hasToString(answer("p", 3, false, false));
        assertThat(api.get(cards + "/p").json().path("title").textValue()).isEqualTo("Q");
    }

    @Test
    void writers_at_the_same_time_make_one_card_and_versions_one_after_the_other() {
        var answers = new ConcurrentLinkedQueue<Answer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                var body = "{\"template\": \"text " + i + "\"}";
                threads.submit(() -> answers.add(api.send("PUT", cards + "/race", body)));
            }
        }

        assertThat(answers).extracting(Answer::status).containsOnly(200, 201).hasSize(10);
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers.stream().map(answer -> answer.json().path("version").intValue()))
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    void writing_without_a_title_calls_a_new_card_by_its_slug_and_keeps_an_old_title() {
        saved("eval-1", "{\"template\": \"x\"}");
        assertThat(title("eval-1")).isEqualTo("eval-1");
        api.send("PATCH", cards + "/eval-1", "{\"title\": \"Named\"}");
        saved("eval-1", "{\"template\": \"y\"}");

        assertThat(title("eval-1")).isEqualTo("Named");
    }

    @Test
    void an_archived_card_leaves_the_listing_and_comes_back() {
        created("Old");
        assertThat(api.send("DELETE", cards + "/old", null).status()).isEqualTo(204);

        assertThat(slugs("")).isEmpty();
        assertThat(slugs("?archived=true")).containsExactly("old");
        assertThat(api.get(cards + "/old").json().path("archivedAt").isTextual()).isTrue();
        var refused = api.send("POST", cards + "/old/versions", "{\"template\": \"y\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("archived");
        ok(api.send("PATCH", cards + "/old", "{\"archived\": false}"));
        assertThat(slugs("")).containsExactly("old");
        api.send("DELETE", cards + "/old", null);
        saved("old", "{\"template\": \"Old\"}");
        assertThat(slugs("")).containsExactly("old");
    }

    @Test
    void pages_follow_each_other_without_a_gap_or_a_repetition() {
        var titles = new ArrayList<String>();
        for (int i = 0; i < 7; i++) {
            titles.addFirst("card-" + i);
            created("Card " + i);
        }

        var seen = new ArrayList<String>();
        var query = "?limit=3";
        int pages = 0;
        for (boolean more = true; more; pages++) {
            var page = ok(api.get(cards + query));
            page.path("items").forEach(card -> seen.add(card.path("slug").textValue()));
            more = page.path("next").isTextual();
            query = "?limit=3&cursor=" + page.path("next").textValue();
        }

        assertThat(pages).isEqualTo(3);
        assertThat(seen).isEqualTo(titles);
    }

    @Test
    void a_listing_is_narrowed_to_a_tag() {
        ok(api.send("PUT", cards + "/a", "{\"template\": \"x\", \"tags\": [\"red\", \"big\"]}"));
        ok(api.send("PUT", cards + "/b", "{\"template\": \"x\", \"tags\": [\"blue\"]}"));

        assertThat(slugs("?tag=red")).containsExactly("a");
        assertThat(slugs("?tag=re")).isEmpty();
    }

    @Test
    void a_card_that_is_known_is_not_sent_again() {
        created("Known");
        var tag = api.get(cards + "/known").header("etag");

        var known = api.get(cards + "/known", "If-None-Match", tag);

        assertThat(known.status()).isEqualTo(304);
        assertThat(known.text()).isEmpty();
        assertThat(known.header("etag")).isEqualTo(tag);
        api.send("PATCH", cards + "/known", "{\"description\": \"new\"}");
        assertThat(api.get(cards + "/known", "If-None-Match", tag).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PATCH  |           | {\"description\": \"mine\"}",
                "DELETE |           |",
                "PUT    |           | {\"template\": \"mine\"}",
                "POST   | /versions | {\"template\": \"mine\"}"
            })
    void a_change_of_a_card_that_was_changed_meanwhile_is_refused(
            String method, String below, String body) {
        created("Shared");
        var address = cards + "/shared" + (below == null ? "" : below);
        var tag = api.get(cards + "/shared").header("etag");
        ok(api.send("PATCH", cards + "/shared", "{\"description\": \"theirs\"}"));

        var refused = api.send(method, address, body, "If-Match", tag);
        var current = api.get(cards + "/shared").header("etag");
        var accepted = api.send(method, address, body, "If-Match", current);

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.json().path("type").textValue()).isEqualTo("/problems/stale");
        assertThat(accepted.status()).isBetween(200, 204);
    }

    @Test
    void a_new_version_takes_over_what_is_not_sent() {
        saved(
                "v",
                """
                {"template": "one {{ n }}", "variables": [{"name": "n", "type": "number"}],
                 "settings": {"model": "m"}}
                """);

        var added = api.send("POST", cards + "/v/versions", "{\"template\": \"two {{ n }}\"}");
        var again = api.send("POST", cards + "/v/versions", "{\"template\": \"two {{ n }}\"}");

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.header("location")).isEqualTo(cards + "/v/versions/2");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).hasToString(answer("v", 2, false, false));
        var version = api.get(cards + "/v/versions/2").json();
        assertThat(version.path("settings").toString()).isEqualTo("{\"model\":\"m\"}");
        assertThat(version.path("variables").path(0).path("type").textValue()).isEqualTo("number");
        assertThat(api.get(cards + "/v").json().path("variables")).hasSize(1);
    }

    @Test
    void versions_are_listed_newest_first_and_read_by_number_or_label() {
        for (var text : List.of("one", "two", "three")) {
            saved("v", "{\"template\": \"" + text + "\"}");
        }
        ok(api.send("PUT", cards + "/v/labels/production", "{\"version\": 2}"));

        var page = ok(api.get(cards + "/v/versions?limit=2"));
        var rest = ok(api.get(cards + "/v/versions?cursor=" + page.path("next").textValue()));

        assertThat(page.path("items").findValuesAsText("number")).containsExactly("3", "2");
        assertThat(rest.path("items").findValuesAsText("number")).containsExactly("1");
        assertThat(template("1")).isEqualTo("one");
        assertThat(template("production")).isEqualTo("two");
        assertThat(template("latest")).isEqualTo("three");
        assertThat(api.get(cards + "/v/versions/4").status()).isEqualTo(404);
        assertThat(api.get(cards + "/v/versions/0").status()).isEqualTo(404);
        assertThat(api.get(cards + "/v/versions/none").status()).isEqualTo(404);
        assertThat(api.get(cards + "/v/versions/No%20Label").status()).isEqualTo(400);
        var tag = api.get(cards + "/v/versions/1").header("etag");
        assertThat(api.get(cards + "/v/versions/1", "If-None-Match", tag).status()).isEqualTo(304);
    }

    private String template(String ref) {
        return api.get(cards + "/v/versions/" + ref).json().path("template").textValue();
    }

    private String title(String slug) {
        return api.get(cards + "/" + slug).json().path("title").textValue();
    }

    private JsonNode created(String title) {
        return ok(
                api.send(
                        "POST",
                        cards,
                        "{\"title\": \"%s\", \"template\": \"%s\"}".formatted(title, title)));
    }

    private JsonNode saved(String slug, String body) {
        return ok(api.send("PUT", cards + "/" + slug, body));
    }

    private static String answer(String slug, int version, boolean created, boolean changed) {
        return "{\"slug\":\"%s\",\"version\":%d,\"created\":%b,\"changed\":%b}"
                .formatted(slug, version, created, changed);
    }

    private List<String> slugs(String query) {
        return ok(api.get(cards + query)).path("items").findValuesAsText("slug");
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer.json();
    }
}
