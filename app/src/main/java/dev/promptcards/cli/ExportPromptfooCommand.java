package dev.promptcards.cli;

import dev.promptcards.cli.eval.KeptSuite;
import dev.promptcards.cli.eval.Workspace;
import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.cli.server.ServerConnection;
import dev.promptcards.promptfoo.keep.ScriptFolder;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;

/// `promptcards export promptfoo`.
@Command(
        name = "promptfoo",
        description =
                "Write a suite that was imported from a promptfoo configuration back as one: its"
                    + " cards' latest versions, its newest revision. Keys are named, not written.")
final class ExportPromptfooCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = "--workspace",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The workspace (default: ${DEFAULT-VALUE}).")
    private String workspace = "default";

    @Option(names = "--suite", paramLabel = "SLUG", required = true, description = "The suite.")
    private String suite = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write (default: the output).")
    private @Nullable Path output;

    @Override
    public Integer call() {
        try (ServerConnection connection = server.connect();
                ApiClient api = connection.client()) {
            KeptSuite kept = new KeptSuite(api, new Workspace(workspace), suite);
            if (output == null) {
                kept.write(spec.commandLine().getOut(), ScriptFolder.none());
                spec.commandLine().getOut().flush();
            } else {
                write(kept, output.toAbsolutePath());
            }
            return 0;
        } catch (IOException e) {
            throw new CommandFailure("The configuration cannot be written: " + e.getMessage(), e);
        }
    }

    /// The file appears when it is whole, with the folders it is to stand in.
    private static void write(KeptSuite kept, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (Writer writer = Files.newBufferedWriter(part)) {
            kept.write(writer, ScriptFolder.beside(file));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
