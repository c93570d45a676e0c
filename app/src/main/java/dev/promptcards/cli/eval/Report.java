package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.cli.server.Version;
import dev.promptcards.promptfoo.result.Columns;
import dev.promptcards.promptfoo.result.Outcome;
import dev.promptcards.promptfoo.result.RunFacts;
import dev.promptcards.promptfoo.result.compare.Comparison;
import dev.promptcards.promptfoo.result.compare.RunCases;
import dev.promptcards.promptfoo.result.file.Ending;
import dev.promptcards.promptfoo.result.file.OutputFiles;
import dev.promptcards.promptfoo.result.metric.DerivedMetric;
import dev.promptcards.promptfoo.result.metric.DerivedMetrics;
import dev.promptcards.promptfoo.result.screen.ColumnLines;
import dev.promptcards.promptfoo.result.screen.ComparisonLines;
import dev.promptcards.promptfoo.result.screen.FailureLines;
import dev.promptcards.promptfoo.result.screen.ResultTable;
import dev.promptcards.promptfoo.result.screen.RunSummary;
import dev.promptcards.promptfoo.result.screen.Screen;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells how a run came out: files of results, the table, the figures, the exit code. Reads the
/// executions once, page by page.
public final class Report {

    private final Executions executions;
    private final Workspace workspace;
    private final Optional<URI> server;
    private final Screen screen;
    private final PrintWriter out;
    private final Clock clock;

    /// @param server that goes on after this command, if it does
    public Report(
            Executions executions,
            Workspace workspace,
            Optional<URI> server,
            Screen screen,
            PrintWriter out,
            Clock clock) {
        this.executions = executions;
        this.workspace = workspace;
        this.server = server;
        this.screen = screen;
        this.out = out;
        this.clock = clock;
    }

    /// @param run that has ended or is held, as the server tells it
    /// @param wishes what to tell
    /// @return the exit code
    public int tell(JsonNode run, ReportWishes wishes, Map<String, String> environment) {
        Columns columns = new Columns();
        ResultTable table = new ResultTable(screen);
        FailureLines failures = new FailureLines(screen);
        Optional<Comparison> comparison = read(run, wishes, columns, table, failures);
        if (!wishes.changesOnly() || comparison.isEmpty()) {
            print(table.lines(columns));
        }
        print(ColumnLines.of(columns, screen));
        print(failures.lines());
        comparison.ifPresent(found -> print(ComparisonLines.of(found, screen)));
        RunSummary.lines(run, columns, where(run), screen).forEach(out::println);
        out.flush();
        if (wishes.baseline().isPresent() && comparison.isEmpty() && !wishes.changesOnly()) {
            throw new CommandFailure(
                    ("Run %s cannot be compared with: it has no case in common with this one. Cases"
                                    + " are paired by their `key`, else by their variables; columns"
                                    + " by prompt and provider.")
                            .formatted(wishes.baseline().get().number()));
        }
        return switch (run.path("state").asText()) {
            case "failed" ->
                    throw new CommandFailure(
                            "Run %s could not be carried out: %s"
                                    .formatted(
                                            run.path("number").asText(),
                                            run.path("failure").asText()));
            case "cancelled" ->
                    throw new CommandFailure(
                            "Run %s was cancelled.".formatted(run.path("number").asText()));
            default -> {
                int code = ExitCode.of(columns.count(Outcome.PASSED), columns.total(), environment);
                boolean worse =
                        wishes.failOnRegression()
                                && comparison.map(Comparison::isWorse).orElse(false);
                yield code == 0 && worse ? ExitCode.failed(environment) : code;
            }
        };
    }

    private void print(List<String> lines) {
        if (!lines.isEmpty()) {
            lines.forEach(out::println);
            out.println();
        }
    }

    private Optional<Comparison> read(
            JsonNode run,
            ReportWishes wishes,
            Columns columns,
            ResultTable table,
            FailureLines failures) {
        Instant start = instant(run, "createdAt");
        RunFacts facts =
                new RunFacts(
                        run.path("id").asText(),
                        run.path("number").asLong(),
                        start,
                        clock.instant(),
                        config(run, wishes),
                        Version.current());
        RunCases cases = new RunCases();
        try (OutputFiles files = OutputFiles.open(wishes.files(), facts)) {
            for (JsonNode execution : executions.of(run)) {
                columns.add(execution);
                table.add(execution);
                failures.add(execution);
                if (wishes.baseline().isPresent()) {
                    cases.add(execution);
                }
                files.write(execution);
            }
            DerivedMetrics.compute(
                    DerivedMetric.read(run.path("source").path("derivedMetrics")), columns);
            Optional<Comparison> comparison =
                    wishes.baseline().flatMap(baseline -> baseline.beside(cases));
            long millis = Duration.between(start, instant(run, "finishedAt")).toMillis();
            files.finish(new Ending(columns, millis, comparison));
            return comparison;
        } catch (IOException e) {
            throw new CommandFailure(
                    ("The results cannot be written: %s. Run %s is kept: `promptcards wait %2$s -o"
                                    + " FILE` writes them elsewhere.")
                            .formatted(e.getMessage(), run.path("number").asText()),
                    e);
        }
    }

    /// The configuration as it was read here, else as the run remembers it.
    private static JsonNode config(JsonNode run, ReportWishes wishes) {
        JsonNode remembered = run.path("source").path("config");
        return wishes.config().isEmpty() && remembered.isObject() ? remembered : wishes.config();
    }

    /// A time the server tells; now where it tells none.
    private Instant instant(JsonNode run, String key) {
        String text = run.path(key).asText("");
        return text.isEmpty() || text.equals("null") ? clock.instant() : Instant.parse(text);
    }

    private String where(JsonNode run) {
        return server.map(url -> url.resolve(workspace.run(run.path("number").asText(), "")))
                .map(URI::toString)
                .orElse("`promptcards serve` shows it");
    }
}
