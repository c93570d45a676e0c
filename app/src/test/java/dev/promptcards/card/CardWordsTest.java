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

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Cards found by words, over HTTP.
@MicronautTest
class CardWordsTest implements OnTestServers {

    @Inject EmbeddedServer server;
    private SearchedCards cards;

    @BeforeEach
    void in_a_workspace_of_their_own() {
        cards = new SearchedCards(new Api(server.getURI()), TestServers.workspace());
    }

    @Test
    void a_title_counts_more_than_a_description_than_a_tag_than_a_template() {
        cards.save(
                "in-template",
                "{\"template\": \"Sort the invoice. Invoice! An invoice, the invoices.\"}");
        cards.save("in-tags", "{\"tags\": [\"invoice\"], \"template\": \"x\"}");
        cards.save(
                "in-description", "{\"description\": \"Reads an invoice\", \"template\": \"x\"}");
        cards.save("in-title", "{\"title\": \"Invoices\", \"template\": \"x\"}");
        cards.save("nowhere", "{\"title\": \"Poems\", \"template\": \"x\"}");

        assertThat(cards.slugs("q=invoice"))
                .containsExactly("in-title", "in-description", "in-tags", "in-template");
    }

    @Test
    void the_latest_version_is_searched_and_no_other() {
        cards.save("plan", "{\"template\": \"Describe a giraffe\"}");
        assertThat(cards.slugs("q=giraffe")).containsExactly("plan");

        cards.send("POST", "/plan/versions", "{\"template\": \"Describe a walrus\"}");

        assertThat(cards.slugs("q=giraffe")).isEmpty();
        assertThat(cards.slugs("q=walrus")).containsExactly("plan");
        cards.send("PATCH", "/plan", "{\"title\": \"Zebra\"}");
        assertThat(cards.slugs("q=zebra")).containsExactly("plan");
    }

    @Test
    void of_a_chat_is_searched_what_is_said_and_not_how_it_is_written() {
        cards.save(
                "chat",
                """
                {"messages": [{"role": "system", "content": "Answer as a pirate"},
                              {"role": "user", "content": [{"type": "text", "text": "About parrots"}]}]}
                """);

        assertThat(cards.slugs("q=pirate")).containsExactly("chat");
        assertThat(cards.slugs("q=parrot")).containsExactly("chat");
        assertThat(cards.slugs("q=content")).isEmpty();
        assertThat(cards.slugs("q=role")).isEmpty();
        assertThat(cards.find("q=parrot").at("/items/0/snippet").toString())
                .contains("{\"text\":\"parrots\",\"match\":true}");
    }

    @Test
    void words_are_those_of_the_workspaces_language_also_when_it_changes() {
        cards.save("plan", "{\"title\": \"Rechnungen prüfen\", \"template\": \"x\"}");
        assertThat(cards.slugs("q=Rechnung")).isEmpty();

        cards.settings("{\"searchLanguage\": \"german\"}");

        assertThat(cards.slugs("q=Rechnung")).containsExactly("plan");
    }

    @Test
    void a_snippet_is_text_in_pieces_and_what_looks_like_markup_stays_text() {
        cards.save(
                "evil",
                """
                {"description": "Before <script>alert(1)</script> the \\u0002falcon\\u0003 & 1 < 2 more",
                 "template": "x"}
                """);

        var snippet = cards.find("q=falcon").at("/items/0/snippet");

        var text = new StringBuilder();
        snippet.forEach(it -> text.append(it.path("text").textValue()));
        assertThat(text).contains("alert(1)").contains("the falcon & 1 < 2 more");
        assertThat(snippet)
                .filteredOn(it -> it.path("match").booleanValue())
                .extracting(it -> it.path("text").textValue())
                .containsExactly("falcon");
        assertThat(cards.find("tag=x").path("items")).isEmpty();
        assertThat(cards.find("").at("/items/0/snippet").isNull()).isTrue();
    }

    @Test
    void words_full_of_operators_are_words() {
        cards.save("one", "{\"title\": \"One\", \"template\": \"x\"}");
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
                    cards.get(
                            SearchedCards.encoded("q=")
                                    + URLEncoder.encode(q, StandardCharsets.UTF_8));
            assertThat(answer.status()).as(q + answer.text()).isEqualTo(200);
        }
        assertThat(cards.slugs("q=" + URLEncoder.encode("-zebra", StandardCharsets.UTF_8)))
                .containsExactly("one");
        assertThat(cards.get("q=%00").status()).isEqualTo(400);
        assertThat(cards.get("metadata." + "k".repeat(501) + "=x").status()).isEqualTo(400);
    }
}
