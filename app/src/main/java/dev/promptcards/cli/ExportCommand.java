package dev.promptcards.cli;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;

/// `promptcards export`.
@Command(
        name = "export",
        description = "Give data of a workspace.",
        subcommands = {ExportCommand.Cards.class, ExportPromptfooCommand.class})
final class ExportCommand {

    private ExportCommand() {}

    /// `promptcards export cards`.
    @Command(
            name = "cards",
            description =
                    "Give the cards in use as lines of JSON, a card a line with all its versions,"
                            + " as `promptcards import cards` takes them.")
    static final class Cards implements Callable<Integer> {

        @Mixin private ServerOptions server = new ServerOptions();
        @Mixin private WorkspaceOption workspace = new WorkspaceOption();

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "The file to write (default: the output).")
        private @Nullable Path output;

        @Override
        public Integer call() {
            try (var connection = server.connect();
                    var client = connection.client()) {
                if (output == null) {
                    copy(client, System.out);
                } else {
                    write(client, output);
                }
                return 0;
            }
        }

        /// The file appears when it is whole: a broken connection leaves an old one as it was.
        private void write(ApiClient client, Path file) {
            var part = file.resolveSibling(file.getFileName() + ".part");
            try {
                try (var out = Files.newOutputStream(part)) {
                    copy(client, out);
                }
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new CommandFailure("%s cannot be written: %s".formatted(file, e), e);
            }
        }

        private void copy(ApiClient client, OutputStream out) {
            try (var lines = client.open(workspace.path("/cards/export"), "application/x-ndjson")) {
                lines.transferTo(out);
                out.flush();
            } catch (IOException e) {
                throw new CommandFailure("The export broke off: %s".formatted(e), e);
            }
        }
    }
}
