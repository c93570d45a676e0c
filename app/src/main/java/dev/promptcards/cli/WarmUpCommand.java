package dev.promptcards.cli;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.DataDirectory;
import dev.promptcards.cli.server.ServerConnection;
import dev.promptcards.embedded.PrivateFiles;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Does what commands do, once, in a directory of its own: the launcher records the classes and
/// methods that takes in an ahead-of-time cache.
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException {
        Path temporary = Files.createTempDirectory("promptcards-warm-up");
        DataDirectory data = DataDirectory.of(Optional.of(temporary), Map.of());
        // The empty environment keeps it away from databases that are somebody's.
        try (ServerConnection server = ServerConnection.open(data, Map.of());
                ApiClient client = server.client()) {
            client.get("/health/readiness");
            Path config = DemoCommand.example(data);
            PromptCards.run("eval", "-c", config.toString(), "--data", temporary.toString());
            return 0;
        } finally {
            PrivateFiles.deleteDirectory(temporary);
        }
    }
}
