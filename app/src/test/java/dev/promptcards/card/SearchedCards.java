package dev.promptcards.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.Api.Answer;
import dev.promptcards.tenancy.WorkspaceId;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The cards of a workspace, written and searched for over HTTP.
final class SearchedCards {

    private final Api api;
    private final String workspace;

    SearchedCards(Api api, WorkspaceId workspace) {
        this.api = api;
        this.workspace = "/api/v1/workspaces/w-" + workspace;
    }

    void save(String slug, String body) {
        send("PUT", "/" + slug, body);
    }

    /// @param path below the cards
    void send(String method, String path, String body) {
        done(api.send(method, workspace + "/cards" + path, body));
    }

    /// Changes the workspace's own settings.
    void settings(String body) {
        done(api.send("PATCH", workspace, body));
    }

    /// What is found on all pages, one field of each.
    List<String> all(String query, String field) {
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

    /// What is found on the first page.
    List<String> slugs(String query) {
        return StreamSupport.stream(find(query).path("items").spliterator(), false)
                .map(it -> it.path("slug").textValue())
                .toList();
    }

    /// A page.
    JsonNode find(String query) {
        return done(get(query)).json();
    }

    /// Whatever is answered.
    Answer get(String query) {
        return api.get(workspace + "/cards?" + query);
    }

    /// Values and names as an address has them; `&` and the first `=` part them.
    static String encoded(String query) {
        return List.of(query.strip().split("&")).stream()
                .map(it -> it.split("=", 2))
                .map(
                        it ->
                                URLEncoder.encode(it[0], StandardCharsets.UTF_8)
                                        + "="
                                        + URLEncoder.encode(
                                                it.length > 1 ? it[1] : "", StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Answer done(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer;
    }
}
