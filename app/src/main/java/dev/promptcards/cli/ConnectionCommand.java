package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.cli.server.ApiClient;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `promptcards connection`.
@Command(
        name = "connection",
        description = "Keep a workspace's connections to providers of models.",
        subcommands = {
            ConnectionCommand.List.class,
            ConnectionSetCommand.class,
            ConnectionCommand.Remove.class,
            ConnectionCommand.Test.class
        })
final class ConnectionCommand {

    private static final int FAILED = 1;

    private ConnectionCommand() {}

    /// Where a connection is.
    static String path(WorkspaceOption workspace, String slug) {
        return workspace.path("/connections/" + ApiClient.encoded(slug));
    }

    /// `promptcards connection list`.
    @Command(name = "list", description = "List connections, a line each. No key is shown.")
    static final class List implements Callable<Integer> {

        @Mixin private ServerOptions server = new ServerOptions();
        @Mixin private WorkspaceOption workspace = new WorkspaceOption();

        @Override
        public Integer call() {
            try (var connection = server.connect();
                    var api = connection.client()) {
                var all = AskOptions.all(api, workspace.path("/connections"));
                all.forEach(List::print);
                if (all.isEmpty()) {
                    System.err.println(
                            "There are no connections. `promptcards connection set` makes one.");
                }
                return 0;
            }
        }

        private static void print(JsonNode one) {
            System.out.printf(
                    "%-24s %-12s %-40s %-8s %s%n",
                    one.path("slug").asText(),
                    one.path("kind").asText(),
                    one.path("baseUrl").asText("the vendor's own"),
                    one.path("keySet").asBoolean()
                            ? "…" + one.path("keyHint").asText("")
                            : "no key",
                    one.path("default").asBoolean() ? "default" : "");
        }
    }

    /// `promptcards connection remove`.
    @Command(
            name = "remove",
            description =
                    "Archive a connection and forget its key. What runs have left to do through it"
                            + " ends as errors.")
    static final class Remove implements Callable<Integer> {

        @Mixin private ServerOptions server = new ServerOptions();
        @Mixin private WorkspaceOption workspace = new WorkspaceOption();

        @Parameters(paramLabel = "SLUG", description = "The connection's name.")
        private String slug = "";

        @Override
        public Integer call() {
            try (var connection = server.connect();
                    var api = connection.client()) {
                api.json(api.request(path(workspace, slug)).DELETE());
                System.out.printf("The connection %s is removed.%n", slug);
                return 0;
            }
        }
    }

    /// `promptcards connection test`.
    @Command(
            name = "test",
            description = "Make one small call, which may be billed, and say what came back.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:it answered", "1:it did not"})
    static final class Test implements Callable<Integer> {

        @Mixin private ServerOptions server = new ServerOptions();
        @Mixin private WorkspaceOption workspace = new WorkspaceOption();

        @Option(
                names = "--model",
                paramLabel = "MODEL",
                description = "The model to ask (default: the first the connection allows).")
        private @Nullable String model;

        @Parameters(paramLabel = "SLUG", description = "The connection's name.")
        private String slug = "";

        @Override
        public Integer call() {
            try (var connection = server.connect();
                    var api = connection.client()) {
                var body = JsonNodeFactory.instance.objectNode().put("model", model);
                var outcome = api.post(path(workspace, slug) + "/test", body);
                boolean ok = outcome.path("ok").asBoolean();
                System.out.printf(
                        "%s %s: %s%n",
                        outcome.path("provider").asText(),
                        ok
                                ? "answered in %.0f ms"
                                        .formatted(outcome.path("latencyMs").asDouble())
                                : "did not answer",
                        outcome.path("message").asText());
                return ok ? 0 : FAILED;
            }
        }
    }
}
