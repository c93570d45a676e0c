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
            description =
                    "The server (default: $PROMPTCARDS_SERVER, else the one that runs on the data"
                            + " directory).")
    private @Nullable URI server;

    URI server() {
        return ServerOptions.requireAddress(
                "--server",
                ServerOptions.named(server, System.getenv())
                        .or(
                                () ->
                                        RunningServer.of(data.directory())
                                                .map(running -> running.file().url()))
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                "Which server? No server runs on %s; name one with --server URL."
                                                        .formatted(data.directory().path()))));
    }

    Logins logins() {
        return new Logins(data.directory());
    }
}
