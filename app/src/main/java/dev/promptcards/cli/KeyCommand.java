package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// `promptcards key`.
@Command(
        name = "key",
        description = "Make, list and revoke the API keys of a workspace.",
        subcommands = {KeyCommand.Create.class, KeyCommand.Show.class, KeyCommand.Revoke.class})
final class KeyCommand {

    private KeyCommand() {}

    /// `promptcards key create`.
    @Command(
            name = "create",
            description = {
                "Make an API key and print it. It is shown this once.",
                "",
                "It may do no more than its scopes, and no more than you may."
            })
    static final class Create implements Runnable {

        @Mixin private ServerOptions server = new ServerOptions();
        @Mixin private WorkspaceOption workspace = new WorkspaceOption();

        @Parameters(paramLabel = "NAME", description = "What people know it by.")
        private String name = "";

        @Option(
                names = "--scope",
                required = true,
                split = ",",
                paramLabel = "PERMISSION",
                description = "What it is for, such as run.start; may be repeated.")
        private List<String> scopes = new ArrayList<>();

        @Option(
                names = "--days",
                paramLabel = "DAYS",
                description = "After how many days it expires, 1 to 365 (default: 90).")
        private @Nullable Integer days;

        @Override
        public void run() {
            var draft = JsonNodeFactory.instance.objectNode().put("name", name);
            scopes.forEach(draft.putArray("scopes")::add);
            if (days != null) {
                draft.put(
                        "expiresAt",
                        Clock.systemUTC().instant().plus(Duration.ofDays(days)).toString());
            }
            try (var connection = server.connect();
                    var client = connection.client()) {
                var made = client.post(workspace.path("/keys"), draft);
                System.err.printf(
                        "Key %s expires at %s. Keep it now; it is not shown again.%n",
                        made.path("id").asText(), made.path("expiresAt").asText());
                System.out.println(made.path("key").asText());
            }
        }
    }

    /// `promptcards key list`.
    @Command(name = "list", description = "List the API keys, newest first.")
    static final class Show implements Runnable {

        @Mixin private ServerOptions server = new ServerOptions();
        @Mixin private WorkspaceOption workspace = new WorkspaceOption();

        @Override
        public void run() {
            try (var connection = server.connect();
                    var client = connection.client()) {
                var cursor = "";
                do {
                    var page = client.get(workspace.path("/keys?limit=1000" + cursor));
                    page.path("items").forEach(Show::print);
                    cursor =
                            page.path("next").isNull()
                                    ? ""
                                    : "&cursor=" + page.path("next").asText();
                } while (!cursor.isEmpty());
            }
        }

        private static void print(JsonNode key) {
            var scopes = new ArrayList<String>();
            key.path("scopes").forEach(scope -> scopes.add(scope.asText()));
            System.out.printf(
                    "%s  %s%n  %s…  %s%n  %s%n",
                    key.path("id").asText(),
                    key.path("name").asText(),
                    key.path("prefix").asText(),
                    state(key),
                    String.join(",", scopes));
        }

        private static String state(JsonNode key) {
            if (!key.path("revokedAt").isNull()) {
                return "revoked " + key.path("revokedAt").asText();
            }
            return "expires %s, last used %s"
                    .formatted(
                            key.path("expiresAt").asText(), key.path("lastUsedAt").asText("never"));
        }
    }

    /// `promptcards key revoke`.
    @Command(name = "revoke", description = "End an API key.")
    static final class Revoke implements Runnable {

        @Mixin private ServerOptions server = new ServerOptions();
        @Mixin private WorkspaceOption workspace = new WorkspaceOption();

        @Parameters(paramLabel = "ID", description = "Which one, as `key list` shows it.")
        private UUID id = new UUID(0, 0);

        @Override
        public void run() {
            try (var connection = server.connect();
                    var client = connection.client()) {
                client.delete(workspace.path("/keys/" + id));
                System.err.printf("The key %s is revoked.%n", id);
            }
        }
    }
}
