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

/// What cards are narrowed by, over HTTP, and what is refused.
@MicronautTest
class CardFiltersTest implements OnTestServers {

    private static final String[] NOTHING = {};

    @Inject EmbeddedServer server;
    private SearchedCards cards;

    @BeforeEach
    void in_a_workspace_of_their_own() {
        cards = new SearchedCards(new Api(server.getURI()), TestServers.workspace());
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
        cards.save(
                "one",
                """
                {"title": "A polite greeting", "tags": ["a"], "metadata": {"owner": "ada", "size": 3, "folder": "support"},
                 "template": "x {{ s }}", "variables": [{"name": "s", "type": "string"}]}
                """);
        cards.save(
                "two",
                """
                {"title": "A rude Greeting", "tags": ["a", "b"], "metadata": {"owner": "ada", "size": "3",
                 "deep": {"er": [1, 2]}, "sure": true, "none": null, "folder": "support/mail"},
                 "template": "x {{ n }}", "variables": [{"name": "n", "type": "number"}]}
                """);
        cards.send("PUT", "/two/labels/production", "{\"version\": 1}");
        cards.save(
                "three",
                """
                {"title": "100%_ sure", "tags": ["a,b"], "metadata": {"owner": "bob", "a.\\"b\\".c": "x'y\\"z",
                 "folder": "supporters"}, "template": "x"}
                """);
        cards.save("old", "{\"title\": \"An old greeting\", \"template\": \"x\"}");
        cards.send("PATCH", "/old", "{\"archived\": true}");

        assertThat(cards.slugs(SearchedCards.encoded(query)))
                .containsExactlyInAnyOrder(expected.isEmpty() ? NOTHING : expected.split(" "));
    }

    @Test
    void facets_count_what_is_found_and_not_only_the_page() {
        for (int n = 0; n < 5; n++) {
            cards.save(
                    "card-" + n,
                    """
                    {"title": "Heron", "tags": ["all", "n%d"], "template": "x",
                     "metadata": {"category": "%s", "owner": "ada"}}
                    """
                            .formatted(n, n < 3 ? "mail" : "chat"));
        }
        cards.save("other", "{\"tags\": [\"other\"], \"template\": \"x\"}");

        var facets = cards.find("q=heron&facets=true&limit=1").path("facets");

        assertThat(facets.path("of").intValue()).isEqualTo(5);
        assertThat(facets.path("complete").booleanValue()).isTrue();
        assertThat(facets.path("tags").path(0).toString())
                .isEqualTo("{\"value\":\"all\",\"cards\":5}");
        assertThat(facets.path("tags")).hasSize(6);
        assertThat(facets.path("categories").toString())
                .isEqualTo("[{\"value\":\"mail\",\"cards\":3},{\"value\":\"chat\",\"cards\":2}]");
        assertThat(facets.path("owners").toString()).isEqualTo("[{\"value\":\"ada\",\"cards\":5}]");
        assertThat(cards.find("q=heron").path("facets").isNull()).isTrue();
        assertThat(cards.find("q=nothing&facets=true").at("/facets/tags")).isEmpty();
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
        var refused = cards.get(SearchedCards.encoded(query));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("detail").textValue()).contains(detail);
    }

    @Test
    void a_thousand_tags_are_too_many_and_fifty_are_not() {
        assertThat(cards.get("tag=a&".repeat(300) + "limit=1").text())
                .contains("tag: given 300 times; at most 50");
        // Longer than an address may be.
        assertThat(cards.get("tag=a&".repeat(1_000) + "limit=1").status()).isEqualTo(413);
        assertThat(cards.get("tag=a&".repeat(50) + "limit=1").status()).isEqualTo(200);
    }

    @Test
    void a_long_name_of_a_folder_is_stored_all_the_same() {
        cards.save(
                "one",
                "{\"template\": \"x\", \"metadata\": {\"folder\": \""
                        + "f/".repeat(9_000)
                        + "\"}}");
        cards.save("two", "{\"template\": \"x\", \"metadata\": {\"folder\": {\"a\": 1}}}");

        assertThat(cards.slugs("folder=f")).containsExactly("one");
    }
}
