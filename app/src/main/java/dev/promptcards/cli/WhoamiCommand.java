package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// `promptcards whoami`.
@Command(name = "whoami", description = "Say who commands are to a server, and by what.")
final class WhoamiCommand implements Runnable {

    @Mixin private ServerOptions server = new ServerOptions();

    @Override
    public void run() {
        try (var connection = server.connect();
                var client = connection.client()) {
            var me = client.get("/api/v1/me");
            System.out.printf("%s at %s%n", name(me), connection.url());
            System.out.print(workspaces(me));
        }
    }

    private static String name(JsonNode me) {
        var person = me.path("person");
        var key = me.path("key");
        return switch (me.path("kind").asText()) {
            case "person" ->
                    "%s <%s>"
                            .formatted(
                                    person.path("displayName").asText(),
                                    person.path("email").asText());
            case "key" ->
                    "The API key %s (%s…, until %.10s)"
                            .formatted(
                                    key.path("name").asText(),
                                    key.path("prefix").asText(),
                                    key.path("expiresAt").asText());
            default -> "A command on the server's machine";
        };
    }

    /// A role says what a person may do; of a key it is said itself.
    private static String workspaces(JsonNode me) {
        var all = me.path("workspaces");
        if (all.isEmpty()) {
            return "There is no workspace you may enter. Ask for an invitation.%n".formatted();
        }
        var kind = me.path("kind").asText();
        var table = new TextTable("WORKSPACE", "NAME", kind.equals("person") ? "ROLE" : "MAY");
        all.forEach(
                it ->
                        table.add(
                                it.path("slug").asText(),
                                it.path("name").asText(),
                                switch (kind) {
                                    case "person" -> it.path("role").asText();
                                    case "key" -> words(it.path("permissions"));
                                    default -> "everything";
                                }));
        return table.text();
    }

    private static String words(JsonNode permissions) {
        return StreamSupport.stream(permissions.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(" "));
    }
}
