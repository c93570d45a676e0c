package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `promptcards workspace`.
@Command(
        name = "workspace",
        description = "Workspaces, their members and their roles.",
        subcommands = {
            WorkspaceCommand.ListAll.class,
            WorkspaceCommand.Create.class,
            WorkspaceCommand.Rename.class,
            WorkspaceCommand.Archive.class,
            WorkspaceCommand.Unarchive.class,
            MembersCommand.class,
            InviteCommand.class,
            InvitationsCommand.class,
            RoleCommand.class
        })
final class WorkspaceCommand {

    private static final String ALL = "/api/v1/workspaces";

    private WorkspaceCommand() {}

    /// `promptcards workspace list`.
    @Command(name = "list", description = "List the workspaces you are a member of.")
    static final class ListAll implements Callable<Integer> {

        @Mixin private AskOptions ask = new AskOptions();

        @Override
        public Integer call() {
            return ask.show(api -> AskOptions.all(api, ALL), ListAll::text);
        }

        private static String text(JsonNode items) {
            var table = new TextTable("SLUG", "NAME", "ROLE", "STATE");
            items.forEach(
                    it ->
                            table.add(
                                    it.path("slug").asText(),
                                    it.path("name").asText(),
                                    it.path("role").asText("-"),
                                    it.path("archivedAt").isNull() ? "" : "archived"));
            return table.text();
        }
    }

    /// `promptcards workspace create`.
    @Command(name = "create", description = "Make a workspace; who makes it owns it.")
    static final class Create implements Callable<Integer> {

        @Mixin private AskOptions ask = new AskOptions();

        @Parameters(paramLabel = "SLUG", description = "Its name in addresses: a-z, 0-9 and '-'.")
        private String slug = "";

        @Option(names = "--name", paramLabel = "NAME", description = "What people call it.")
        private @Nullable String name;

        @Override
        public Integer call() {
            var body = AskOptions.body().put("slug", slug);
            if (name != null) {
                body.put("name", name);
            }
            return ask.show(
                    api -> api.post(ALL, body),
                    it -> "Made %s.%n".formatted(it.path("slug").asText()));
        }
    }

    /// `promptcards workspace rename`.
    @Command(name = "rename", description = "Call a workspace something else; its slug stays.")
    static final class Rename implements Callable<Integer> {

        @Mixin private AskOptions ask = new AskOptions();

        @Parameters(paramLabel = "NAME", description = "What people are to call it.")
        private String name = "";

        @Override
        public Integer call() {
            return ask.show(
                    api ->
                            AskOptions.send(
                                    api,
                                    "PATCH",
                                    ask.path(""),
                                    AskOptions.body().put("name", name)),
                    it ->
                            "%s is called %s.%n"
                                    .formatted(it.path("slug").asText(), it.path("name").asText()));
        }
    }

    /// `promptcards workspace archive`.
    @Command(
            name = "archive",
            description =
                    "End all work in a workspace but keep what is in it. Refused while runs are"
                            + " under way.")
    static final class Archive implements Callable<Integer> {

        @Mixin private AskOptions ask = new AskOptions();

        @Parameters(paramLabel = "SLUG", description = "Which.")
        private String slug = "";

        @Override
        public Integer call() {
            return ask.show(
                    api -> api.post(address(slug) + "/archive", AskOptions.body()),
                    _ ->
                            "Archived %1$s. `promptcards workspace unarchive %1$s` brings it back.%n"
                                    .formatted(slug));
        }
    }

    /// `promptcards workspace unarchive`.
    @Command(name = "unarchive", description = "Bring an archived workspace back, as it was.")
    static final class Unarchive implements Callable<Integer> {

        @Mixin private AskOptions ask = new AskOptions();

        @Parameters(paramLabel = "SLUG", description = "Which.")
        private String slug = "";

        @Override
        public Integer call() {
            return ask.show(
                    api -> api.post(address(slug) + "/unarchive", AskOptions.body()),
                    _ -> "%s is back.%n".formatted(slug));
        }
    }

    private static String address(String slug) {
        return ALL + "/" + AskOptions.encoded(slug);
    }
}
