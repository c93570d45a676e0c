package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `promptcards workspace members`.
@Command(
        name = "members",
        description = "List a workspace's members, give them roles, remove them.",
        subcommands = {MembersCommand.Give.class, MembersCommand.Remove.class})
final class MembersCommand implements Callable<Integer> {

    @Mixin private AskOptions ask = new AskOptions();

    @Override
    public Integer call() {
        return ask.show(api -> AskOptions.all(api, ask.path("/members")), MembersCommand::text);
    }

    private static String text(JsonNode items) {
        var table = new TextTable("NAME", "E-MAIL", "ROLE", "SINCE", "STATE");
        items.forEach(
                it ->
                        table.add(
                                it.path("displayName").asText(),
                                it.path("email").asText(),
                                it.path("role").asText(),
                                it.path("addedAt").asText().replaceFirst("T.*", ""),
                                it.path("disabled").asBoolean() ? "disabled" : ""));
        return table.text();
    }

    /// `promptcards workspace members role`.
    @Command(name = "role", description = "Give a member another role.")
    static final class Give implements Callable<Integer> {

        @Mixin private AskOptions ask = new AskOptions();

        @Parameters(index = "0", paramLabel = "MEMBER", description = "E-mail address or id.")
        private String member = "";

        @Parameters(
                index = "1",
                paramLabel = "ROLE",
                description = "As `workspace role list` says.")
        private String role = "";

        @Override
        public Integer call() {
            return ask.show(
                    api -> api.put(address(api, ask, member), AskOptions.body().put("role", role)),
                    it ->
                            "%s has the role %s.%n"
                                    .formatted(
                                            it.path("email").asText(), it.path("role").asText()));
        }
    }

    /// `promptcards workspace members remove`.
    @Command(name = "remove", description = "Take a member out of the workspace.")
    static final class Remove implements Callable<Integer> {

        @Mixin private AskOptions ask = new AskOptions();

        @Parameters(paramLabel = "MEMBER", description = "E-mail address or id.")
        private String member = "";

        @Override
        public Integer call() {
            return ask.show(
                    api -> api.json(api.request(address(api, ask, member)).DELETE()),
                    _ -> "%s is no member any more.%n".formatted(member));
        }
    }

    private static String address(ApiClient api, AskOptions ask, String member) {
        for (var one : AskOptions.all(api, ask.path("/members"))) {
            if (one.path("email").asText().equalsIgnoreCase(member)
                    || one.path("id").asText().equals(member)) {
                return ask.path("/members/" + one.path("id").asText());
            }
        }
        throw new CommandFailure("There is no member %s in the workspace.".formatted(member));
    }
}
