package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/// `promptcards person`.
@Command(
        name = "person",
        description =
                "Show people of the installation, shut them out, erase them; say who runs it.",
        subcommands = {
            PersonCommand.Show.class,
            PersonCommand.Disable.class,
            PersonCommand.Enable.class,
            PersonCommand.Admin.class,
            PersonCommand.Erase.class,
            PersonCommand.Data.class
        })
final class PersonCommand implements Callable<Integer> {

    private static final String PEOPLE = "/api/v1/people";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Say `person show`, `disable`, `enable`, `admin`, `erase` or `data`.");
    }

    /// Whom a command is about, on which server.
    static final class Somebody {

        @Mixin private ServerOptions server = new ServerOptions();

        @Parameters(paramLabel = "PERSON", description = "E-mail address or id.")
        private String person = "";

        /// Does something with who was named.
        int with(BiConsumer<ApiClient, JsonNode> work) {
            try (var connection = server.connect();
                    var api = connection.client()) {
                work.accept(api, found(api));
                return 0;
            }
        }

        private JsonNode found(ApiClient api) {
            if (!person.contains("@")) {
                return api.get(PEOPLE + "/" + ApiClient.encoded(person));
            }
            var items = api.get(PEOPLE + "?email=" + ApiClient.encoded(person)).path("items");
            if (items.isEmpty()) {
                throw new CommandFailure("There is nobody with the address %s.".formatted(person));
            }
            return items.get(0);
        }
    }

    /// `promptcards person show`.
    @Command(name = "show", description = "Show who somebody is.")
    static final class Show implements Callable<Integer> {

        @Mixin private Somebody somebody = new Somebody();

        @Override
        public Integer call() {
            return somebody.with((_, person) -> System.out.println(line(person)));
        }
    }

    /// `promptcards person disable`.
    @Command(
            name = "disable",
            description = "Sign somebody out everywhere, and let them in no more.")
    static final class Disable implements Callable<Integer> {

        @Mixin private Somebody somebody = new Somebody();

        @Override
        public Integer call() {
            return somebody.with((api, person) -> change(api, person, "disabled", true));
        }
    }

    /// `promptcards person enable`.
    @Command(name = "enable", description = "Let somebody sign in again.")
    static final class Enable implements Callable<Integer> {

        @Mixin private Somebody somebody = new Somebody();

        @Override
        public Integer call() {
            return somebody.with((api, person) -> change(api, person, "disabled", false));
        }
    }

    /// `promptcards person admin`.
    @Command(name = "admin", description = "Let somebody run the installation.")
    static final class Admin implements Callable<Integer> {

        @Mixin private Somebody somebody = new Somebody();

        @Option(names = "--revoke", description = "Let them run it no more.")
        private boolean revoke;

        @Override
        public Integer call() {
            return somebody.with((api, person) -> change(api, person, "admin", !revoke));
        }
    }

    /// `promptcards person erase`.
    @Command(
            name = "erase",
            description = "Erase what is held about somebody. It cannot be undone.")
    static final class Erase implements Callable<Integer> {

        @Mixin private Somebody somebody = new Somebody();

        @Option(
                names = "--yes",
                description = "Erase; without this it is only said who it would be.")
        private boolean yes;

        @Override
        public Integer call() {
            return somebody.with(
                    (api, person) -> {
                        if (!yes) {
                            throw new CommandFailure(
                                    "This would erase %s, and cannot be undone. Say --yes to do it."
                                            .formatted(line(person)));
                        }
                        api.delete(path(person));
                        System.out.println("Erased. " + person.path("id").asText());
                    });
        }
    }

    /// `promptcards person data`.
    @Command(name = "data", description = "Write everything that is held about somebody, as JSON.")
    static final class Data implements Callable<Integer> {

        @Mixin private Somebody somebody = new Somebody();

        @Override
        public Integer call() {
            return somebody.with(Data::write);
        }

        private static void write(ApiClient api, JsonNode person) {
            try (var data = api.open(path(person) + "/data", "application/json")) {
                data.transferTo(System.out);
                System.out.println();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void change(ApiClient api, JsonNode person, String what, boolean now) {
        var changed = api.patch(path(person), AskOptions.body().put(what, now));
        System.out.println(line(changed));
    }

    private static String path(JsonNode person) {
        return PEOPLE + "/" + person.path("id").asText();
    }

    private static String line(JsonNode person) {
        return "%s  %s <%s>%s%s"
                .formatted(
                        person.path("id").asText(),
                        person.path("displayName").asText(),
                        person.path("email").asText(),
                        person.path("admin").asBoolean() ? "  administrator" : "",
                        state(person));
    }

    private static String state(JsonNode person) {
        if (person.hasNonNull("erasedAt")) {
            return "  erased " + person.path("erasedAt").asText();
        }
        return person.hasNonNull("disabledAt")
                ? "  disabled " + person.path("disabledAt").asText()
                : "";
    }
}
