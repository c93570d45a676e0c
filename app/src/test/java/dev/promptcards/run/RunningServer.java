package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.Api;
import dev.promptcards.TestServers;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What tests of runs say to a server, in the words of its HTTP interface, in a workspace of their
/// own.
final class RunningServer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Api api;
    private final String root;

    RunningServer(Api api, String workspaceSlug) {
        this.api = api;
        this.root = "/api/v1/workspaces/" + workspaceSlug;
    }

    /// A card of one text template; returns its slug.
    String card(String template) {
        var slug = TestServers.unique("card");
        var body = JSON.createObjectNode().put("title", slug).put("template", template);
        var answer = api.send("PUT", root + "/cards/" + slug, body.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return slug;
    }

    /// A suite of the given cases, JSON each; returns its slug.
    String suite(String... cases) {
        return suiteWith("{}", cases);
    }

    /// Cases that inherit `defaults`.
    String suiteWith(String defaults, String... cases) {
        var slug = TestServers.unique("suite");
        var answer = upload(slug, defaults, cases);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return slug;
    }

    Api.Answer upload(String slug, String defaults, String... cases) {
        var lines =
                "{\"suite\":{\"name\":\"s\",\"defaults\":"
                        + defaults
                        + "}}\n"
                        + String.join("\n", cases);
        return api.stream(
                "POST",
                root + "/suites/" + slug + "/revisions",
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                "application/x-ndjson");
    }

    /// Starts a run of one card on providers, given as JSON each; `more` are further members.
    JsonNode start(String card, String suite, String providers, String more, String... headers) {
        var answer = startAnswer(card, suite, providers, more, headers);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json();
    }

    Api.Answer startAnswer(
            String card, String suite, String providers, String more, String... headers) {
        var body =
                """
                {"prompts": [{"card": "%s"}], "suite": {"slug": "%s"}, "providers": [%s]%s}
                """
                        .formatted(card, suite, providers, more.isEmpty() ? "" : ", " + more);
        return api.send("POST", root + "/runs", body, headers);
    }

    JsonNode run(String id) {
        return api.get(root + "/runs/" + id).json();
    }

    /// Waits until nothing more is under way.
    JsonNode settled(JsonNode run) {
        var id = run.get("id").asText();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !run(id).get("state").asText().equals("running"));
        return run(id);
    }

    List<JsonNode> executions(JsonNode run) {
        var all = new ArrayList<JsonNode>();
        var path = root + "/runs/" + run.get("id").asText() + "/executions?limit=100";
        var page = api.get(path).json();
        while (true) {
            page.get("items").forEach(all::add);
            if (page.get("next").isNull()) {
                return all;
            }
            page = api.get(path + "&cursor=" + page.get("next").asText()).json();
        }
    }

    Api.Answer post(String path, String body) {
        return api.send("POST", root + path, body);
    }

    Api.Answer get(String path, String... headers) {
        return api.get(root + path, headers);
    }
}
