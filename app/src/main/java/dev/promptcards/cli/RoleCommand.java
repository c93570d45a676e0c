package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.CommandFailure;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `promptcards workspace role`.
@Command(
        name = "role",
        description = "List a workspace's roles, and make its own.",
        subcommands = {
            RoleCommand.ListAll.class,
            RoleCommand.Show.class,
            RoleCommand.Create.class,
            RoleCommand.Replace.class,
            RoleCommand.Delete.class
        })
final class RoleCommand {

    private RoleCommand() {}

    /// `promptcards workspace role list`.
    @Command(name = "list", description = "List the roles.")
    static final class ListAll implements Callable<Integer> {

        @Mixin private AskOptions ask = new AskOptions();

        @Override
        public Integer call() {
            return ask.show(api -> AskOptions.all(api, ask.path("/roles")), ListAll::text);
        }

        private static String text(JsonNode items) {
            var table = new TextTable("ROLE", "MEMBERS", "PERMISSIONS", "DESCRIPTION");
            items.forEach(
                    it ->
                            table.add(
                                    it.path("name").asText(),
                                    it.path("members").asText(),
                                    String.valueOf(it.path("permissions").size()),
                                    it.path("description").asText()));
            return table.text();
        }
    }

    /// `promptcards workspace role show`.
    @Command(name = "show", description = "Say what a role lets its members do.")
    static final class Show implements Callable<Integer> {

        @Mixin private AskOptions ask = new AskOptions();

        @Parameters(paramLabel = "ROLE", description = "Which.")
        private String name = "";

        @Override
        public Integer call() {
            return ask.show(
                    api ->
                            AskOptions.all(api, ask.path("/roles"))
                                    .valueStream()
                                    .filter(it -> it.path("name").asText().equals(name))
                                    .findFirst()
                                    .map(JsonNode.class::cast)
                                    .orElseThrow(
                                            () ->
                                                    new CommandFailure(
                                                            "There is no role %s."
                                                                    .formatted(name))),
                    Show::text);
        }

        private static String text(JsonNode role) {
            var table = new TextTable("PERMISSION", "MEANING");
            role.path("permissions")
                    .forEach(
                            it -> table.add(it.path("name").asText(), it.path("meaning").asText()));
            return table.text();
        }
    }

    /// `promptcards workspace role create`.
    @Command(name = "create", description = "Make a role of the workspace's own.")
    static final class Create implements Callable<Integer> {

        @Mixin private AskOptions ask = new AskOptions();
        @Mixin private Content content = new Content();

        @Override
        public Integer call() {
            return ask.show(
                    api -> api.post(ask.path("/roles"), content.body()),
                    it -> "Made the role %s.%n".formatted(it.path("name").asText()));
        }
    }

    /// `promptcards workspace role replace`.
    @Command(name = "replace", description = "Replace what a role holds, for everybody who has it.")
    static final class Replace implements Callable<Integer> {

        @Mixin private AskOptions ask = new AskOptions();
        @Mixin private Content content = new Content();

        @Override
        public Integer call() {
            return ask.show(
                    api ->
                            api.put(
                                    ask.path("/roles/" + AskOptions.encoded(content.name)),
                                    content.body()),
                    it -> "Changed the role %s.%n".formatted(it.path("name").asText()));
        }
    }

    /// `promptcards workspace role delete`.
    @Command(name = "delete", description = "Delete a role that nobody has.")
    static final class Delete implements Callable<Integer> {

        @Mixin private AskOptions ask = new AskOptions();

        @Parameters(paramLabel = "ROLE", description = "Which.")
        private String name = "";

        @Override
        public Integer call() {
            return ask.show(
                    api ->
                            api.json(
                                    api.request(ask.path("/roles/" + AskOptions.encoded(name)))
                                            .DELETE()),
                    _ -> "Deleted the role %s.%n".formatted(name));
        }
    }

    /// What a role is to be.
    static final class Content {

        @Parameters(paramLabel = "ROLE", description = "Its name: a-z, 0-9 and '-'.")
        private String name = "";

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "PERMISSION",
                description = "What it holds; `workspace.read` goes without saying.")
        private List<String> permissions = new ArrayList<>();

        @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
        private String description = "";

        private JsonNode body() {
            var body = AskOptions.body().put("name", name).put("description", description);
            var list = body.putArray("permissions").add("workspace.read");
            permissions.stream().filter(it -> !it.equals("workspace.read")).forEach(list::add);
            return body;
        }
    }
}
