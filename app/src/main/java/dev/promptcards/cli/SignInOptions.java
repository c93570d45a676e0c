package dev.promptcards.cli;

import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.cli.server.Logins;
import dev.promptcards.cli.server.RunningServer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URI;

/// Where to sign in or out.
final class SignInOptions {

    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server (default: the one that runs on the data directory).")
    private @Nullable URI server;

    URI server() {
        URI url =
                server != null
                        ? server
                        : RunningServer.of(data.directory())
                                .map(running -> running.file().url())
                                .orElseThrow(
                                        () ->
                                                new CommandFailure(
                                                        "Which server? No server runs on %s; name"
                                                                        .formatted(
                                                                                data.directory()
                                                                                        .path())
                                                                + " one with --server URL."));
        if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("(?i)https?")) {
            throw new CommandFailure(
                    "--server: %s is no address such as https://cards.example.org.".formatted(url));
        }
        return url;
    }

    Logins logins() {
        return new Logins(data.directory());
    }
}
