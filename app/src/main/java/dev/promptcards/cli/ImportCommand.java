package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.CommandFailure;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `promptcards import`.
@Command(
        name = "import",
        description = "Take data into a workspace.",
        subcommands = {
            ImportCommand.Cards.class,
            ImportPromptfooCommand.class,
            ImportExecutionsCommand.class
        })
final class ImportCommand {

    private ImportCommand() {}

    /// `promptcards import cards`.
    @Command(
            name = "cards",
            description = {
                "Take cards from lines of JSON, a card a line with all its versions:",
                "  {\"title\", \"slug\"?, \"description\"?, \"tags\"?, \"metadata\"?, \"versions\":"
                        + " [",
                "    {\"template\" | \"messages\", \"variables\"?, \"settings\"?, \"message\"?,",
                "     \"committed_at\"?}, ...]}",
                "The same lines a second time add nothing. A line that cannot be taken is named,"
                        + " and the others are taken."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:every line was taken", "1:a line was not, or the import failed"})
    static final class Cards implements Callable<Integer> {

        private static final String LINES = "application/x-ndjson";

        @Mixin private ServerOptions server = new ServerOptions();
        @Mixin private WorkspaceOption workspace = new WorkspaceOption();

        @Parameters(paramLabel = "FILE", description = "The file of lines, or - for the input.")
        private Path file = Path.of("-");

        @Override
        public Integer call() {
            var body = body();
            try (var connection = server.connect();
                    var client = connection.client()) {
                var result = client.upload(workspace.path("/cards/import"), LINES, body);
                print(result);
                return result.path("failed").asInt() == 0 ? 0 : 1;
            }
        }

        private BodyPublisher body() {
            try {
                if (file.toString().equals("-")) {
                    InputStream input = System.in;
                    return BodyPublishers.ofInputStream(() -> input);
                }
                if (!Files.isReadable(file) || Files.isDirectory(file)) {
                    throw new CommandFailure("%s is no file that can be read.".formatted(file));
                }
                return BodyPublishers.ofFile(file);
            } catch (FileNotFoundException | UncheckedIOException e) {
                throw new CommandFailure("%s cannot be read.".formatted(file), e);
            }
        }

        private void print(JsonNode result) {
            System.out.printf(
                    "%,d cards and %,d versions added; %,d of %,d lines held nothing new.%n",
                    result.path("cardsCreated").asInt(),
                    result.path("versionsAdded").asInt(),
                    result.path("unchanged").asInt(),
                    result.path("lines").asInt());
            for (var error : result.path("errors")) {
                System.err.printf(
                        "%s:%d: %s%n",
                        file, error.path("line").asInt(), error.path("message").asText());
            }
            int unnamed = result.path("failed").asInt() - result.path("errors").size();
            if (unnamed > 0) {
                System.err.printf("%,d more lines were not taken.%n", unnamed);
            }
        }
    }
}
