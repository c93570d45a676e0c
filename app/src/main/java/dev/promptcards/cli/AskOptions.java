package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.cli.server.ApiClient;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// What a command needs that asks the server one thing and shows the answer: to people as text,
/// with `--json` as it came.
final class AskOptions {

    @Mixin private ServerOptions server = new ServerOptions();
    @Mixin private WorkspaceOption workspace = new WorkspaceOption();

    @Option(names = "--json", description = "Show the answer as JSON.")
    private boolean json;

    /// Asks, shows, and returns the exit code.
    int show(Function<ApiClient, JsonNode> ask, Function<JsonNode, String> text) {
        try (var connection = server.connect();
                var api = connection.client()) {
            var answer = ask.apply(api);
            System.out.print(
                    json ? answer.toPrettyString() + System.lineSeparator() : text.apply(answer));
            return 0;
        }
    }

    /// An address in the workspace, with its leading slash.
    String path(String below) {
        return workspace.path(below);
    }

    /// All pages of a listing as one.
    static JsonNode all(ApiClient api, String path) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        String next = "";
        do {
            var page = api.get(path + "?limit=1000" + (next.isEmpty() ? "" : "&cursor=" + next));
            page.path("items").forEach(items::add);
            next = page.path("next").asText("");
        } while (!next.isEmpty() && !next.equals("null"));
        return items;
    }

    /// Sends a change with any method.
    static JsonNode send(ApiClient api, String method, String path, JsonNode body) {
        return api.json(
                api.request(path)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body.toString())));
    }

    static ObjectNode body() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// A part of an address.
    static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
