package dev.promptcards.cli;

import dev.promptcards.cli.server.ServerConnection;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URI;

/// The options of a command that talks to a server.
final class ServerOptions {

    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "The server to talk to (default: the one that runs on the data directory; one"
                            + " is started in this process when there is none).")
    private @Nullable URI server;

    @Mixin private ApiKeyOptions key = new ApiKeyOptions();

    ServerConnection connect() {
        var given = key.access(System.getenv());
        var connection =
                server == null
                        ? ServerConnection.open(data.directory(), System.getenv())
                        : ServerConnection.to(server, data.directory(), System.getenv());
        return given.map(connection::showing).orElse(connection);
    }
}
