package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/// `promptcards audit search`.
@Command(name = "search", description = "List events, newest first.")
final class AuditSearchCommand implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();
    @Mixin private AuditOptions events = new AuditOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many (default: ${DEFAULT-VALUE}, at most 1000).")
    private int limit = 50;

    @Override
    public Integer call() {
        try (var connection = server.connect();
                var client = connection.client()) {
            var page = client.get(events.path("", "limit=" + limit));
            page.path("items").forEach(AuditSearchCommand::print);
            if (page.path("next").isTextual()) {
                System.err.println("There are more: narrow the search, or `audit export` them.");
            }
            return 0;
        }
    }

    private static void print(JsonNode event) {
        System.out.printf(
                "%s  %s  %s  %s %s%s%n",
                event.path("at").asText(),
                event.path("actor").asText(),
                event.path("action").asText(),
                event.path("objectKind").asText(),
                event.path("objectName").asText().isEmpty()
                        ? event.path("objectId").asText()
                        : event.path("objectName").asText(),
                change(event));
    }

    private static String change(JsonNode event) {
        var before = event.path("before");
        var after = event.path("after");
        if (before.isObject()) {
            return "  " + before + " -> " + after;
        }
        return after.isObject() ? "  " + after : "";
    }
}
