package dev.promptcards.cli;

import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.cli.server.ServerConnection;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// The options of a command that talks to a server.
final class ServerOptions {

    private static final String VARIABLE = "PROMPTCARDS_SERVER";

    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "The server to talk to (default: $PROMPTCARDS_SERVER, else the one that runs"
                            + " on the data directory; one is started in this process when there"
                            + " is none).")
    private @Nullable URI server;

    @Mixin private ApiKeyOptions key = new ApiKeyOptions();

    ServerConnection connect() {
        var given = key.access(System.getenv());
        var connection =
                named(server, System.getenv())
                        .map(url -> ServerConnection.to(url, data.directory(), System.getenv()))
                        .orElseGet(() -> ServerConnection.open(data.directory(), System.getenv()));
        return given.map(connection::showing).orElse(connection);
    }

    /// The server that was named: by the option, else by `PROMPTCARDS_SERVER`.
    static Optional<URI> named(@Nullable URI option, Map<String, String> environment) {
        return Optional.ofNullable(option)
                .or(
                        () ->
                                Optional.ofNullable(environment.get(VARIABLE))
                                        .filter(it -> !it.isBlank())
                                        .map(ServerOptions::parsed));
    }

    private static URI parsed(String url) {
        try {
            return requireAddress(VARIABLE, URI.create(url.strip()));
        } catch (IllegalArgumentException e) {
            throw noAddress(VARIABLE, url);
        }
    }

    /// Refuses what no server can be at.
    ///
    /// @param where what named it
    static URI requireAddress(String where, URI url) {
        if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("(?i)https?")) {
            throw noAddress(where, url.toString());
        }
        return url;
    }

    private static CommandFailure noAddress(String where, String url) {
        return new CommandFailure(
                "%s: %s is no address such as https://cards.example.org.".formatted(where, url));
    }
}
