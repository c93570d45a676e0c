package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.ApiClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Optional;

/// `promptcards whoami`.
@Command(name = "whoami", description = "Say who commands are to a server, and by what.")
final class WhoamiCommand implements Runnable {

    @Mixin private ServerOptions server = new ServerOptions();

    @Override
    public void run() {
        try (var connection = server.connect();
                var client = connection.client()) {
            var word = connection.access().word();
            var person = person(client);
            System.out.printf(
                    "%s at %s%n",
                    person.map(WhoamiCommand::name).orElseGet(() -> nobody(word)),
                    connection.url());
        }
    }

    private static Optional<JsonNode> person(ApiClient client) {
        return Optional.of(client.get("/api/v1/me").path("person")).filter(JsonNode::isObject);
    }

    private static String name(JsonNode me) {
        return "%s <%s>".formatted(me.path("displayName").asText(), me.path("email").asText());
    }

    private static String nobody(String word) {
        return word.startsWith("pck_")
                ? "The API key " + word.substring(0, word.indexOf('_', "pck_".length()) + 1) + "…"
                : "A command on the server's machine";
    }
}
