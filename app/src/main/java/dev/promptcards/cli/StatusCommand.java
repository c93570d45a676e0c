package dev.promptcards.cli;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.cli.server.DataDirectory;
import dev.promptcards.cli.server.RunningServer;
import dev.promptcards.cli.server.ServerFile;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `promptcards status`.
@Command(
        name = "status",
        description = "Say whether a server runs on the data directory, where, and how it is.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:a server runs and is ready", "1:it is not ready", "3:no server runs"})
final class StatusCommand implements Callable<Integer> {

    private static final int NOT_READY = 1;
    private static final int NOT_RUNNING = 3;

    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() {
        DataDirectory directory = data.directory();
        Optional<RunningServer> running = RunningServer.of(directory);
        if (running.isEmpty()) {
            System.out.printf(
                    "No server runs on %s. `promptcards serve` starts one.%n", directory.path());
            return NOT_RUNNING;
        }
        ServerFile server = running.get().file();
        Optional<String> objection = objection(server);
        System.out.printf(
                """
                Prompt Cards %s at %s
                  process   %d
                  role      %s
                  data      %s
                  database  %s
                  cache     %s
                  health    %s
                """,
                server.version(),
                server.url(),
                server.pid(),
                server.role(),
                directory.path(),
                withoutPassword(server.databaseUrl()),
                server.redisUrl() == null ? "none" : withoutPassword(server.redisUrl()),
                objection.orElse("ready"));
        return objection.isEmpty() ? 0 : NOT_READY;
    }

    private static Optional<String> objection(ServerFile server) {
        try (ApiClient client = new ApiClient(server.url(), "")) {
            client.get("/health/readiness");
            return Optional.empty();
        } catch (CommandFailure e) {
            return Optional.of("not ready: " + e.getMessage());
        }
    }

    private static String withoutPassword(@Nullable String url) {
        URI address = URI.create(url);
        String user = String.valueOf(address.getUserInfo()).replaceFirst(":.*", "");
        return "%s://%s%s:%d%s"
                .formatted(
                        address.getScheme(),
                        user.isEmpty() ? "" : user + "@",
                        address.getHost(),
                        address.getPort(),
                        address.getPath());
    }
}
