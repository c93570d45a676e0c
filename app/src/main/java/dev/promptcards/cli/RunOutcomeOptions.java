package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.eval.Terminal;
import dev.promptcards.cli.eval.Workspace;
import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.ServerConnection;
import dev.promptcards.promptfoo.result.OutputFormat;

import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The options of commands that wait for a run and tell how it came out.
final class RunOutcomeOptions {

    @Option(
            names = "--workspace",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The workspace (default: ${DEFAULT-VALUE}).")
    private String workspace = "default";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the results to a .json, .jsonl or .csv file; may be repeated.")
    private List<Path> outputs = new ArrayList<>();

    @Option(names = "--no-progress-bar", description = "Show no progress bar.")
    private boolean noProgressBar;

    Workspace workspace() {
        return new Workspace(workspace);
    }

    /// The files to write.
    ///
    /// @param configured names to take where the command line gives none
    /// @throws dev.promptcards.problem.Problem.Invalid if one has no form that can be written;
    ///     asked
    ///     for before anything is paid
    List<Path> outputs(List<String> configured) {
        List<Path> files = outputs.isEmpty() ? configured.stream().map(Path::of).toList() : outputs;
        files.forEach(OutputFormat::of);
        return files;
    }

    /// Waits for a run, tells how it came out and returns the exit code.
    ///
    /// @param run its id or number
    /// @param config the configuration it came from, as far as it is known
    int conclude(
            ServerConnection server,
            ApiClient api,
            String run,
            JsonNode config,
            List<Path> files,
            PrintWriter out,
            PrintWriter err) {
        // A server that ends with this command has no address worth showing.
        Optional<URI> address = server.ownProcess() ? Optional.empty() : Optional.of(server.url());
        return new RunOutcome(workspace(), address, !noProgressBar && Terminal.isInteractive())
                .conclude(api, run, config, files, out, err);
    }
}
