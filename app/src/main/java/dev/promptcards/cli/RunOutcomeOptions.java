package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.eval.Baseline;
import dev.promptcards.cli.eval.Progress;
import dev.promptcards.cli.eval.ReportWishes;
import dev.promptcards.cli.eval.Workspace;
import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.ServerConnection;
import dev.promptcards.problem.Problem;
import dev.promptcards.promptfoo.result.file.OutputFiles;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The options of commands that wait for a run and tell how it came out.
final class RunOutcomeOptions {

    private static final String LATEST = "latest";

    @Option(
            names = "--workspace",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The workspace (default: ${DEFAULT-VALUE}).")
    private String workspace = "default";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Write the results to a file; may be repeated. Its name says how: .json,"
                            + " .jsonl, .yaml, .csv, .html, .junit.xml, .xml, .md.")
    private List<Path> outputs = new ArrayList<>();

    @Option(names = "--no-progress-bar", description = "Show no progress bar.")
    private boolean noProgressBar;

    @Option(
            names = "--compare",
            paramLabel = "RUN",
            description =
                    "Show what became better and worse since an earlier run, by number or id, or"
                            + " since the latest of the same suite: `latest`.")
    private @Nullable String compare;

    @Option(
            names = "--fail-on-regression",
            description =
                    "With --compare: exit as for failed tests when a column is worse by more than"
                            + " chance (exact McNemar test, p < 0.05).")
    private boolean failOnRegression;

    Workspace workspace() {
        return new Workspace(workspace);
    }

    /// The files to write.
    ///
    /// @param configured names to take where the command line gives none
    /// @throws dev.promptcards.problem.Problem.Invalid if one has no form that can be written,
    ///     or cannot be made where it is asked for; asked for before anything is paid
    List<Path> outputs(List<String> configured) {
        List<Path> files = outputs.isEmpty() ? configured.stream().map(Path::of).toList() : outputs;
        OutputFiles.check(files);
        return files;
    }

    /// What to tell of a run. An earlier run to compare with is looked up now, before anything is
    /// paid for.
    ///
    /// @param suite the slug of the suite that is about to be run; empty for a run under way
    /// @param config the configuration the run comes from, as far as it is known
    ReportWishes wishes(ApiClient api, Optional<String> suite, JsonNode config, List<Path> files) {
        if (failOnRegression && compare == null) {
            throw new Problem.Invalid(
                    "--fail-on-regression needs a run to compare with: --compare RUN");
        }
        return new ReportWishes(config, files, baseline(api, suite), false, failOnRegression);
    }

    /// Nothing for a first run that shall be compared with the latest.
    private Optional<Baseline> baseline(ApiClient api, Optional<String> suite) {
        if (compare == null || !compare.equals(LATEST)) {
            return Optional.ofNullable(compare).map(run -> Baseline.find(api, workspace(), run));
        }
        return Baseline.latest(
                api,
                workspace(),
                suite.orElseThrow(
                        () ->
                                new Problem.Invalid(
                                        "--compare latest goes with `eval` and `run`; name a run"
                                                + " by its number")));
    }

    /// Whether the command line names a run to compare with.
    boolean compares() {
        return compare != null;
    }

    /// Waits for a run, tells how it came out and returns the exit code.
    ///
    /// @param run its id or number
    /// @param environment in which an exit code may be asked for
    int conclude(
            ServerConnection server,
            ApiClient api,
            String run,
            ReportWishes wishes,
            Map<String, String> environment,
            PrintWriter out,
            PrintWriter err) {
        // A server that ends with this command has no address worth showing.
        Optional<URI> address = server.ownProcess() ? Optional.empty() : Optional.of(server.url());
        return new RunOutcome(workspace(), address, Progress.kind(!noProgressBar))
                .conclude(api, run, wishes, environment, out, err);
    }
}
