package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.CommandFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Locale;
import java.util.concurrent.Callable;

/// `promptcards workspace invite`.
@Command(
        name = "invite",
        description = "Make a link by which somebody comes into the workspace, once.")
final class InviteCommand implements Callable<Integer> {

    @Mixin private AskOptions ask = new AskOptions();

    @Parameters(paramLabel = "ROLE", description = "The role they get.")
    private String role = "";

    @Option(
            names = "--email",
            paramLabel = "ADDRESS",
            description = "Who alone may use the link (default: whoever has it).")
    private @Nullable String email;

    @Option(
            names = "--expires-in",
            paramLabel = "TIME",
            description = "How long it works, such as 7d, 12h, 30m (default: ${DEFAULT-VALUE}).")
    private String expiresIn = "7d";

    @Override
    public Integer call() {
        var body = AskOptions.body().put("role", role).put("expiresIn", iso(expiresIn));
        if (email != null) {
            body.put("email", email);
        }
        return ask.show(
                api -> api.post(ask.path("/invitations"), body),
                it ->
                        "%s%nThis link is shown once. It works once, for %s, until %s.%n"
                                .formatted(
                                        it.path("link").asText(),
                                        it.path("email").asText("whoever has it"),
                                        minute(it.path("expiresAt"))));
    }

    /// A time as people read it: `2026-11-28 08:29 UTC`.
    static String minute(JsonNode time) {
        return "%.16s UTC".formatted(time.asText().replace('T', ' '));
    }

    static String iso(String time) {
        if (!time.matches("[0-9]{1,5}[dhm]")) {
            throw new CommandFailure(
                    "--expires-in: `%s` is no time; write 7d, 12h or 30m.".formatted(time));
        }
        var upper = time.toUpperCase(Locale.ROOT);
        return upper.endsWith("D") ? "P" + upper : "PT" + upper;
    }
}
