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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The order found cards come in, and their pages, over HTTP.
@MicronautTest
class CardPagesTest implements OnTestServers {

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
                "sort=title    | Apple beta Cherry",
                "sort=-title   | Cherry beta Apple",
                "sort=created  | beta Apple Cherry",
                "sort=-created | Cherry Apple beta",
                "sort=updated  | Apple Cherry beta",
                "sort=-updated | beta Cherry Apple",
                "q=fruit       | beta Cherry Apple",
            })
    void cards_come_in_the_order_wanted_however_short_the_pages(String query, String expected) {
        cards.save(
                "b",
                "{\"title\": \"beta\", \"description\": \"fruit fruit\", \"template\": \"x\"}");
        cards.save("a", "{\"title\": \"Apple\", \"template\": \"fruit\"}");
        cards.save("c", "{\"title\": \"Cherry\", \"description\": \"fruit\", \"template\": \"x\"}");
        cards.send("PATCH", "/b", "{\"metadata\": {\"touched\": 1}}");

        assertThat(cards.all(query + "&limit=1", "title")).containsExactly(expected.split(" "));
        assertThat(cards.all(query + "&limit=2", "title")).containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"q=pelican", "sort=created", "sort=title&title~=card", "sort=-created&tag=t"})
    void pages_stay_right_while_cards_are_added(String query) {
        IntStream.range(0, 10).forEach(this::pelican);
        var seen = new ArrayList<String>();
        var page = cards.find(query + "&limit=3");
        int added = 0;
        while (true) {
            page.path("items").forEach(it -> seen.add(it.path("slug").textValue()));
            if (!page.path("next").isTextual()) {
                break;
            }
            // Better in rank, earlier in title, later in time than all there are.
            cards.save(
                    "added-" + added,
                    "{\"title\": \"Pelican pelican a card\", \"tags\": [\"t\"], \"template\": \"%d\"}"
                            .formatted(added++));
            page = cards.find(query + "&limit=3&cursor=" + page.path("next").textValue());
        }

        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen).containsAll(IntStream.range(0, 10).mapToObj(n -> "pelican-" + n).toList());
    }

    private void pelican(int n) {
        cards.save(
                "pelican-" + n,
                "{\"title\": \"Card %d\", \"tags\": [\"t\"], \"template\": \"pelican\"}"
                        .formatted(n));
    }

    @Test
    void a_cursor_of_another_query_is_refused() {
        cards.save("one", "{\"title\": \"One thing\", \"template\": \"x\"}");
        cards.save("two", "{\"title\": \"Another thing\", \"template\": \"x\"}");
        var cursor = cards.find("q=thing&limit=1").path("next").textValue();

        for (var other : List.of("", "q=one", "q=thing&sort=title", "q=thing&tag=a")) {
            var refused = cards.get(other + "&cursor=" + cursor);
            assertThat(refused.status()).as(other).isEqualTo(400);
            assertThat(refused.text()).contains("of another search");
        }
        // Another length of page is no other query, nor are facets.
        assertThat(cards.find("q=thing&limit=50&facets=true&cursor=" + cursor).path("items"))
                .hasSize(1);
    }
}
