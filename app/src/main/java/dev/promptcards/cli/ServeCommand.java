package dev.promptcards.cli;

import dev.promptcards.cli.server.LocalServer;
import dev.promptcards.cli.server.ServerSettings;
import dev.promptcards.cli.server.ServerSettings.Role;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `promptcards serve`.
@Command(
        name = "serve",
        description = {
            "Serve the HTTP interface and work on runs until stopped (Ctrl-C).",
            "",
            "Uses the servers named by DATABASE_URL (the role the application works as),"
                + " DATABASE_OWNER_URL (migrates at start) and REDIS_URL; without DATABASE_URL it"
                + " runs PostgreSQL and Redis itself, in the data directory.",
            "",
            "Behind a proxy, PROMPTCARDS_URL is the address people open, and"
                + " PROMPTCARDS_TRUSTED_PROXIES lists the proxy's addresses (10.0.0.0/8,fd00::1),"
                + " so that clients are told apart."
        })
final class ServeCommand implements Runnable {

    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = ServerSettings.LOOPBACK,
            description =
                    "The address to listen on (default: ${DEFAULT-VALUE}, this machine alone;"
                            + " 0.0.0.0 for all; then PROMPTCARDS_URL says where people reach it).")
    private String host = ServerSettings.LOOPBACK;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "" + ServerSettings.DEFAULT_PORT,
            description = "The port to listen on (default: ${DEFAULT-VALUE}; 0 takes a free one).")
    private int port;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "all",
            description = "What this process does: ${COMPLETION-CANDIDATES} (default: all).")
    private Role role = Role.ALL;

    @Override
    public void run() {
        LocalServer server =
                LocalServer.start(
                        data.directory(),
                        ServerSettings.serving(role, host, port, System.getenv()));
        // Who finds it may stop it while the link is still being made.
        server.stopOnSignal();
        System.out.printf(
                "Prompt Cards serves at %s (process %d). Ctrl-C stops it.%n",
                server.description().url(), server.description().pid());
        if (role == Role.ALL || role == Role.API) {
            server.setUpLink()
                    .ifPresent(
                            link ->
                                    System.out.printf(
                                            "Nobody can sign in yet. Set up the owner within 24"
                                                    + " hours (the link works once):%n  %s%n",
                                            link));
        }
        server.serveUntilStopped();
    }
}
