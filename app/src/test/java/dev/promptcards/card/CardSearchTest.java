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

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// Finding cards over HTTP.
@MicronautTest
class CardSearchTest implements OnTestServers {

    private static final String[] NOTHING = {};

    @Inject EmbeddedServer server;
    private Api api;
    private String workspace;
    private String cards;

    @BeforeEach
    void connect() {
        api = new Api(server.getURI());
        workspace = "/api/v1/workspaces/w-" + TestServers.workspace();
        cards = workspace + "/cards";
    }

    @Test
    void a_title_counts_more_than_a_description_than_a_tag_than_a_template() {
        save(
                "in-template",
                "{\"template\": \"Sort the invoice. Invoice! An invoice, the invoices.\"}");
        save("in-tags", "{\"tags\": [\"invoice\"], \"template\": \"x\"}");
        save("in-description", "{\"description\": \"Reads an invoice\", \"template\": \"x\"}");
        save("in-title", "{\"title\": \"Invoices\", \"template\": \"x\"}");
        save("nowhere", "{\"title\": \"Poems\", \"template\": \"x\"}");

        assertThat(slugs("q=invoice"))
                .containsExactly("in-title", "in-description", "in-tags", "in-template");
    }

    @Test
    void the_latest_version_is_searched_and_no_other() {
        save("plan", "{\"template\": \"Describe a giraffe\"}");
        assertThat(slugs("q=giraffe")).containsExactly("plan");

        done(api.send("POST", cards + "/plan/versions", "{\"template\": \"Describe a walrus\"}"));

        assertThat(slugs("q=giraffe")).isEmpty();
        assertThat(slugs("q=walrus")).containsExactly("plan");
        done(api.send("PATCH", cards + "/plan", "{\"title\": \"Zebra\"}"));
        assertThat(slugs("q=zebra")).containsExactly("plan");
    }

    @Test
    void of_a_chat_is_searched_what_is_said_and_not_how_it_is_written() {
        save(
                "chat",
                """
                {"messages": [{"role": "system", "content": "Answer as a pirate"},
                              {"role": "user", "content": [{"type": "text", "text": "About parrots"}]}]}
                """);

        assertThat(slugs("q=pirate")).containsExactly("chat");
        assertThat(slugs("q=parrot")).containsExactly("chat");
        assertThat(slugs("q=content")).isEmpty();
        assertThat(slugs("q=role")).isEmpty();
        assertThat(find("q=parrot").at("/items/0/snippet").toString())
                .contains("{\"text\":\"parrots\",\"match\":true}");
    }

    @Test
    void words_are_those_of_the_workspaces_language_also_when_it_changes() {
        save("plan", "{\"title\": \"Rechnungen prüfen\", \"template\": \"x\"}");
        assertThat(slugs("q=Rechnung")).isEmpty();

        done(api.send("PATCH", workspace, "{\"searchLanguage\": \"german\"}"));

        assertThat(slugs("q=Rechnung")).containsExactly("plan");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "q=greeting                                  | one two",
                "q=\"polite greeting\"                       | one",
                "q=polite or rude                            | one two",
                "q=greeting -rude                            | one",
                "title~=REET                                 | one two",
                "title~=100%_                                | three",
                "tag=a                                       | one two",
                "tag=a&tag=b                                 | two",
                "tag=a,b                                     | three",
                "variables=[{\"type\":\"string\"}]           | one",
                "variables=[{\"name\":\"n\",\"type\":\"number\"}] | two",
                "metadata={\"owner\":\"ada\"}                | one two",
                "metadata={\"deep\":{\"er\":[1]}}            | two",
                "metadata.owner=ada                          | one two",
                "metadata.owner=bob                          | three",
                "metadata.size=3                             | one two",
                "metadata.sure=true                          | two",
                "metadata.none=null                          | two",
                "metadata.a.\"b\".c=x'y\"z                   | three",
                "metadata.owner=ada&metadata.sure=true       | two",
                "label=production                            | two",
                "folder=support                              | one two",
                "folder=support/mail                         | two",
                "folder=sup                                  | ''",
                "folder=supp%                                | ''",
                "q=greeting&tag=b&metadata.owner=ada&label=production&folder=support | two",
                "created=2020-01-01..                        | one two three",
                "created=..2020-01-01                        | ''",
                "updated=2020-01-01..2120-01-01              | one two three",
                "archived=true                               | old",
                "q=greeting&archived=true                    | old",
                "q=the                                       | ''",
                "q=zyxw                                      | ''",
                "q=                                          | one two three",
            })
    void every_filter_narrows(String query, String expected) {
        save(
                "one",
                """
                {"title": "A polite greeting", "tags": ["a"], "metadata": {"owner": "ada", "size": 3, "folder": "support"},
                 "template": "x {{ s }}", "variables": [{"name": "s", "type": "string"}]}
                """);
        save(
                "two",
                """
                {"title": "A rude Greeting", "tags": ["a", "b"], "metadata": {"owner": "ada", "size": "3",
                 "deep": {"er": [1, 2]}, "sure": true, "none": null, "folder": "support/mail"},
                 "template": "x {{ n }}", "variables": [{"name": "n", "type": "number"}]}
                """);
        done(api.send("PUT", cards + "/two/labels/production", "{\"version\": 1}"));
        save(
                "three",
                """
                {"title": "100%_ sure", "tags": ["a,b"], "metadata": {"owner": "bob", "a.\\"b\\".c": "x'y\\"z",
                 "folder": "supporters"}, "template": "x"}
                """);
        save("old", "{\"title\": \"An old greeting\", \"template\": \"x\"}");
        done(api.send("PATCH", cards + "/old", "{\"archived\": true}"));

        assertThat(slugs(encoded(query)))
                .containsExactlyInAnyOrder(expected.isEmpty() ? NOTHING : expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sort=title    | Apple beta Cherry",
                "sort=-title   | Cherry beta Apple",
                "sort=created  | beta Apple Cherry",
                "sort=-created | Cherry Apple beta",
                "sort=updated  | Apple Cherry beta",
                "sort=-updated | beta Cherry Apple",
                "q=fruit       | beta Cherry Apple",
            })
    void cards_come_in_the_order_wanted_however_short_the_pages(String query, String expected) {
        save("b", "{\"title\": \"beta\", \"description\": \"fruit fruit\", \"template\": \"x\"}");
        save("a", "{\"title\": \"Apple\", \"template\": \"fruit\"}");
        save("c", "{\"title\": \"Cherry\", \"description\": \"fruit\", \"template\": \"x\"}");
        done(api.send("PATCH", cards + "/b", "{\"metadata\": {\"touched\": 1}}"));

        assertThat(all(query + "&limit=1", "title")).containsExactly(expected.split(" "));
        assertThat(all(query + "&limit=2", "title")).containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"q=pelican", "sort=created", "sort=title&title~=card", "sort=-created&tag=t"})
    void pages_stay_right_while_cards_are_added(String query) {
        IntStream.range(0, 10).forEach(this::pelican);
        var seen = new ArrayList<String>();
        var page = find(query + "&limit=3");
        int added = 0;
        while (true) {
            page.path("items").forEach(it -> seen.add(it.path("slug").textValue()));
            if (!page.path("next").isTextual()) {
                break;
            }
            // Better in rank, earlier in title, later in time than all there are.
            save(
                    "added-" + added,
                    "{\"title\": \"Pelican pelican a card\", \"tags\": [\"t\"], \"template\": \"%d\"}"
                            .formatted(added++));
            page = find(query + "&limit=3&cursor=" + page.path("next").textValue());
        }

        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen).containsAll(IntStream.range(0, 10).mapToObj(n -> "pelican-" + n).toList());
    }

    private void pelican(int n) {
        save(
                "pelican-" + n,
                "{\"title\": \"Card %d\", \"tags\": [\"t\"], \"template\": \"pelican\"}"
                        .formatted(n));
    }

    @Test
    void a_snippet_is_text_in_pieces_and_what_looks_like_markup_stays_text() {
        save(
                "evil",
                """
                {"description": "Before <script>alert(1)</script> the \\u0002falcon\\u0003 & 1 < 2 more",
                 "template": "x"}
                """);

        var snippet = find("q=falcon").at("/items/0/snippet");

        var text = new StringBuilder();
        snippet.forEach(it -> text.append(it.path("text").textValue()));
        assertThat(text).contains("alert(1)").contains("the falcon & 1 < 2 more");
        assertThat(snippet)
                .filteredOn(it -> it.path("match").booleanValue())
                .extracting(it -> it.path("text").textValue())
                .containsExactly("falcon");
        assertThat(find("tag=x").path("items")).isEmpty();
        assertThat(find("").at("/items/0/snippet").isNull()).isTrue();
    }

    @Test
    void facets_count_what_is_found_and_not_only_the_page() {
        for (int n = 0; n < 5; n++) {
            save(
                    "card-" + n,
                    """
                    {"title": "Heron", "tags": ["all", "n%d"], "template": "x",
                     "metadata": {"category": "%s", "owner": "ada"}}
                    """
                            .formatted(n, n < 3 ? "mail" : "chat"));
        }
        save("other", "{\"tags\": [\"other\"], \"template\": \"x\"}");

        var facets = find("q=heron&facets=true&limit=1").path("facets");

        assertThat(facets.path("of").intValue()).isEqualTo(5);
        assertThat(facets.path("complete").booleanValue()).isTrue();
        assertThat(facets.path("tags").path(0).toString())
                .isEqualTo("{\"value\":\"all\",\"cards\":5}");
        assertThat(facets.path("tags")).hasSize(6);
        assertThat(facets.path("categories").toString())
                .isEqualTo("[{\"value\":\"mail\",\"cards\":3},{\"value\":\"chat\",\"cards\":2}]");
        assertThat(facets.path("owners").toString()).isEqualTo("[{\"value\":\"ada\",\"cards\":5}]");
        assertThat(find("q=heron").path("facets").isNull()).isTrue();
        assertThat(find("q=nothing&facets=true").at("/facets/tags")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "titel=x                     | there is no filter `titel`",
                "tag[]=x                     | there is no filter `tag[]`",
                "sort=size                   | sort: must be rank, updated",
                "sort=rank                   | sort: rank needs words",
                "q=x&sort=-rank              | no other direction",
                "variables=[{                | variables: no JSON; ends in the middle",
                "variables=[] x              | variables: no JSON",
                "variables={\"a\":1}         | variables: expected JSON such as",
                "metadata=[]                 | metadata: expected JSON such as",
                "metadata=\"x\"              | metadata: expected JSON such as",
                "metadata={\"a\":\"\\u0000\"} | metadata holds the character U+0000",
                "created=2026-02-01..2026-01-01 | created: the range ends before it begins",
                "updated=2026-02-01          | updated: expected a range",
                "created=..                  | created: expected a range",
                "created=yesterday..         | created: expected a range",
                "created=+999999999-01-01T00:00:00Z.. | created: expected a range",
                "archived=maybe              | archived: must be true or false",
                "facets=2                    | facets: must be true or false",
                "label=latest                | label: `latest` is on every card",
                "limit=0                     | limit: must be 1 to 1,000",
                "limit=x                     | limit: must be 1 to 1,000",
                "q=x&limit=101               | limit: with q at most 100",
                "q=a&q=b                     | q: given 2 times",
                "cursor=x                    | cursor: this is no cursor",
            })
    void what_cannot_be_read_is_refused_with_its_name(String query, String detail) {
        var refused = api.get(cards + "?" + encoded(query));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("detail").textValue()).contains(detail);
    }

    @Test
    void a_cursor_of_another_query_is_refused() {
        save("one", "{\"title\": \"One thing\", \"template\": \"x\"}");
        save("two", "{\"title\": \"Another thing\", \"template\": \"x\"}");
        var cursor = find("q=thing&limit=1").path("next").textValue();

        for (var other : List.of("", "q=one", "q=thing&sort=title", "q=thing&tag=a")) {
            var refused = api.get(cards + "?" + other + "&cursor=" + cursor);
            assertThat(refused.status()).as(other).isEqualTo(400);
            assertThat(refused.text()).contains("of another search");
        }
        // Another length of page is no other query, nor are facets.
        assertThat(find("q=thing&limit=50&facets=true&cursor=" + cursor).path("items")).hasSize(1);
    }

    @Test
    void words_full_of_operators_are_words() {
        save("one", "{\"title\": \"One\", \"template\": \"x\"}");
        for (var q :
                List.of(
                        "!!!",
                        "& | ! ( ) : * <->",
                        "((((",
                        "a & & b",
                        "'; DROP TABLE",
                        "\"",
                        "\\",
                        "-",
                        "--one",
                        "or or or",
                        "one:*A",
                        "<2>",
                        "\ud83d\ude00",
                        "x ".repeat(500).strip())) {
            var answer =
                    api.get(
                            cards
                                    + "?"
                                    + encoded("q=")
                                    + URLEncoder.encode(q, StandardCharsets.UTF_8));
            assertThat(answer.status()).as(q + answer.text()).isEqualTo(200);
        }
        assertThat(slugs("q=" + URLEncoder.encode("-zebra", StandardCharsets.UTF_8)))
                .containsExactly("one");
        assertThat(api.get(cards + "?q=%00").status()).isEqualTo(400);
        assertThat(api.get(cards + "?metadata." + "k".repeat(501) + "=x").status()).isEqualTo(400);
    }

    @Test
    void a_thousand_tags_are_too_many_and_fifty_are_not() {
        assertThat(api.get(cards + "?" + "tag=a&".repeat(300) + "limit=1").text())
                .contains("tag: given 300 times; at most 50");
        // Longer than an address may be.
        assertThat(api.get(cards + "?" + "tag=a&".repeat(1_000) + "limit=1").status())
                .isEqualTo(413);
        assertThat(api.get(cards + "?" + "tag=a&".repeat(50) + "limit=1").status()).isEqualTo(200);
    }

    @Test
    void a_long_name_of_a_folder_is_stored_all_the_same() {
        save(
                "one",
                "{\"template\": \"x\", \"metadata\": {\"folder\": \""
                        + "f/".repeat(9_000)
                        + "\"}}");
        save("two", "{\"template\": \"x\", \"metadata\": {\"folder\": {\"a\": 1}}}");

        assertThat(slugs("folder=f")).containsExactly("one");
    }

    private List<String> all(String query, String field) {
        var found = new ArrayList<String>();
        var page = find(query);
        while (true) {
            page.path("items").forEach(it -> found.add(it.path(field).textValue()));
            if (!page.path("next").isTextual()) {
                return found;
            }
            page = find(query + "&cursor=" + page.path("next").textValue());
        }
    }

    private List<String> slugs(String query) {
        return StreamSupport.stream(find(query).path("items").spliterator(), false)
                .map(it -> it.path("slug").textValue())
                .toList();
    }

    private JsonNode find(String query) {
        return done(api.get(cards + "?" + query)).json();
    }

    private void save(String slug, String body) {
        done(api.send("PUT", cards + "/" + slug, body));
    }

    private static Answer done(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer;
    }

    /// Values and names as an address has them; `&` and the first `=` part them.
    private static String encoded(String query) {
        return List.of(query.strip().split("&")).stream()
                .map(it -> it.split("=", 2))
                .map(
                        it ->
                                URLEncoder.encode(it[0], StandardCharsets.UTF_8)
                                        + "="
                                        + URLEncoder.encode(
                                                it.length > 1 ? it[1] : "", StandardCharsets.UTF_8))
                .collect(java.util.stream.Collectors.joining("&"));
    }
}
