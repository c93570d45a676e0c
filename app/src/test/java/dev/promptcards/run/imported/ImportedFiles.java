package dev.promptcards.run.imported;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Files that are imported into a workspace over HTTP, and what became of them.
record ImportedFiles(Api api, String root) {

    JsonNode taken(String text) {
        var answer = send(text, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    Api.Answer send(String text, String query) {
        return send(text.getBytes(StandardCharsets.UTF_8), query);
    }

    Api.Answer send(byte[] bytes, String query) {
        return api.stream(
                "POST", root + "/runs/import" + query, new ByteArrayInputStream(bytes), "text/csv");
    }

    JsonNode run(JsonNode result, int index) {
        return api.get(root + "/runs/" + result.path("runs").path(index).path("number").asText())
                .json();
    }

    List<JsonNode> executions(JsonNode result, int index) {
        var id = result.path("runs").path(index).path("id").asText();
        var found = new ArrayList<JsonNode>();
        api.get(root + "/runs/" + id + "/executions").json().path("items").forEach(found::add);
        return found;
    }

    /// The counters of a run.
    static List<Integer> counts(JsonNode run) {
        return counts(run, "total", "passed", "failed", "errors");
    }

    static List<Integer> counts(JsonNode node, String... fields) {
        return Arrays.stream(fields).map(name -> node.path(name).asInt()).toList();
    }
}
