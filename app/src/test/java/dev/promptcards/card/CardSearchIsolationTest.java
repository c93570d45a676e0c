package dev.promptcards.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.StreamSupport;

/// Two workspaces with the same cards but for one word: no filter, order or facet finds or counts
/// those of the other.
@MicronautTest
class CardSearchIsolationTest implements OnTestServers {

    @Inject EmbeddedServer server;
    private Api api;
    private String ours;
    private String theirs;

    @BeforeAll
    void two_workspaces() {
        api = new Api(server.getURI());
        ours = "/api/v1/workspaces/w-" + TestServers.workspace() + "/cards";
        theirs = "/api/v1/workspaces/w-" + TestServers.workspace() + "/cards";
        fill(ours, "ourword");
        fill(theirs, "theirword");
    }

    private void fill(String cards, String word) {
        for (int n = 0; n < 3; n++) {
            var body =
                    """
                    {"title": "Shared %2$d", "description": "Shared %1$s", "tags": ["shared", "%1$s"],
                     "metadata": {"category": "shared", "owner": "%1$s", "folder": "shared/%1$s"},
                     "template": "shared {{ v }} %1$s", "variables": [{"name": "v", "type": "string"}]}
                    """
                            .formatted(word, n);
            assertThat(api.send("PUT", cards + "/shared-" + n, body).status()).isEqualTo(201);
        }
        api.send("PUT", cards + "/shared-0/labels/production", "{\"version\": 1}");
        api.send("PATCH", cards + "/shared-2", "{\"archived\": true}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "q=shared",
                "q=-ourword",
                "title~=shared",
                "title~=",
                "tag=shared",
                "variables=%5B%7B%22type%22:%22string%22%7D%5D",
                "variables=%5B%5D",
                "metadata=%7B%7D",
                "metadata=%7B%22category%22:%22shared%22%7D",
                "metadata.category=shared",
                "label=production",
                "folder=shared",
                "created=2020-01-01..",
                "updated=2020-01-01..",
                "archived=true",
                "sort=title",
                "sort=-created",
                "q=shared&sort=title",
            })
    void what_both_have_is_found_on_ones_own_side_alone(String query) {
        var found = api.get(ours + "?facets=true&" + query);

        assertThat(found.status()).as(found.text()).isEqualTo(200);
        assertThat(found.text()).doesNotContain("theirword");
        var page = found.json();
        int most = query.equals("q=-ourword") ? 0 : query.matches("archived.*|label.*") ? 1 : 2;
        assertThat(page.path("items")).hasSize(most);
        assertThat(page.at("/facets/of").intValue()).isEqualTo(most);
        assertThat(
                        StreamSupport.stream(page.at("/facets/tags").spliterator(), false)
                                .map(it -> it.path("cards").intValue()))
                .allMatch(it -> it <= most);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q=theirword",
                "tag=theirword",
                "metadata.owner=theirword",
                "metadata=%7B%22owner%22:%22theirword%22%7D",
                "folder=shared/theirword",
            })
    void what_only_they_have_is_not_there(String query) {
        var found = api.get(ours + "?facets=true&" + query);

        assertThat(found.status()).as(found.text()).isEqualTo(200);
        assertThat(found.json().path("items")).isEmpty();
        assertThat(found.json().at("/facets/of").intValue()).isZero();
        assertThat(api.get(theirs + "?" + query).json().path("items")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=shared&limit=1", "limit=1", "sort=title&limit=1"})
    void a_cursor_of_theirs_leads_to_ones_own_cards(String query) {
        var cursor = api.get(theirs + "?" + query).json().path("next").textValue();

        var page = api.get(ours + "?" + query + "&cursor=" + cursor);

        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.text()).doesNotContain("theirword");
    }
}
