package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `promptcards workspace invitations`.
@Command(
        name = "invitations",
        description = "List the invitations to a workspace, and take them back.",
        subcommands = InvitationsCommand.Revoke.class)
final class InvitationsCommand implements Callable<Integer> {

    @Mixin private AskOptions ask = new AskOptions();

    @Override
    public Integer call() {
        return ask.show(
                api -> AskOptions.all(api, ask.path("/invitations")), InvitationsCommand::text);
    }

    private static String text(JsonNode items) {
        var table = new TextTable("ID", "ROLE", "FOR", "STATE", "UNTIL");
        items.forEach(
                it ->
                        table.add(
                                it.path("id").asText(),
                                it.path("role").asText(),
                                it.path("email").isNull() ? "anyone" : it.path("email").asText(),
                                it.path("state").asText(),
                                InviteCommand.minute(it.path("expiresAt"))));
        return table.text();
    }

    /// `promptcards workspace invitations revoke`.
    @Command(name = "revoke", description = "Take back an invitation nobody has used.")
    static final class Revoke implements Callable<Integer> {

        @Mixin private AskOptions ask = new AskOptions();

        @Parameters(paramLabel = "ID", description = "As the list shows it.")
        private String id = "";

        @Override
        public Integer call() {
            return ask.show(
                    api ->
                            api.json(
                                    api.request(ask.path("/invitations/" + AskOptions.encoded(id)))
                                            .DELETE()),
                    _ -> "Revoked.%n".formatted());
        }
    }
}
