package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.cli.server.Access;
import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.cli.server.Login;
import dev.promptcards.cli.server.Logins;
import dev.promptcards.cli.server.Refusal;
import dev.promptcards.cli.server.Version;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// `promptcards login`.
@Command(
        name = "login",
        description = {
            "Sign in at a server: open the address that is printed, type the code, approve.",
            "",
            "Commands with --server URL, or with PROMPTCARDS_SERVER set to it, are let in by the"
                + " sign-in from then on. It is kept in credentials.json in the data directory, and"
                + " ends after 30 days without use."
        })
final class LoginCommand implements Runnable {

    private static final Duration LONGER = Duration.ofSeconds(5);
    private static final int LONGEST_NAME = 100;

    @Mixin private SignInOptions options = new SignInOptions();

    @Override
    public void run() {
        URI server = options.server();
        Logins logins = options.logins();
        try (ApiClient client = new ApiClient(server, Access.NONE)) {
            JsonNode begun =
                    client.post(
                            "/api/v1/auth/device",
                            JsonNodeFactory.instance.objectNode().put("client", name()));
            System.err.printf(
                    "Open %s%nand type the code %s%n",
                    server.resolve(begun.path("verificationUri").asText()),
                    begun.path("userCode").asText());
            logins.keep(server, wait(client, begun));
        }
        System.err.printf(
                "You are signed in at %s.%nCommands with --server %s, or with PROMPTCARDS_SERVER"
                        + " set to it, are let in.%n",
                server, server);
    }

    private static Login wait(ApiClient client, JsonNode begun) {
        var question =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("grantType", "device_code")
                        .put("deviceCode", begun.path("deviceCode").asText());
        var interval = Duration.ofSeconds(begun.path("interval").asLong());
        while (true) {
            pause(interval);
            try {
                return Login.of(
                        client.post("/api/v1/auth/token", question), Clock.systemUTC().instant());
            } catch (Refusal e) {
                interval = next(interval, e).orElseThrow(() -> e);
            }
        }
    }

    /// How long to wait until the next question; empty where there is none.
    private static Optional<Duration> next(Duration interval, Refusal refusal) {
        return switch (refusal.error()) {
            case "authorization_pending" -> Optional.of(interval);
            case "slow_down" -> Optional.of(interval.plus(LONGER));
            default -> Optional.empty();
        };
    }

    /// What whoever approves is shown.
    private static String name() {
        String name = "promptcards " + Version.current() + host().map(it -> " on " + it).orElse("");
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    private static Optional<String> host() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }
}
