package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.cli.server.Version;
import dev.promptcards.promptfoo.result.OutputFormat;
import dev.promptcards.promptfoo.result.ResultTable;
import dev.promptcards.promptfoo.result.ResultWriter;
import dev.promptcards.promptfoo.result.RunFacts;
import dev.promptcards.promptfoo.result.RunSummary;
import dev.promptcards.promptfoo.result.Screen;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells how a run came out: files of results, the table, the figures, the exit code. Reads the
/// executions once, page by page.
public final class Report {

    private static final int PAGE = 1000;

    private final ApiClient api;
    private final Workspace workspace;
    private final Optional<URI> server;
    private final Screen screen;
    private final PrintWriter out;
    private final Clock clock;

    /// @param server that goes on after this command, if it does
    public Report(
            ApiClient api,
            Workspace workspace,
            Optional<URI> server,
            Screen screen,
            PrintWriter out,
            Clock clock) {
        this.api = api;
        this.workspace = workspace;
        this.server = server;
        this.screen = screen;
        this.out = out;
        this.clock = clock;
    }

    /// @param run that has ended or is held, as the server tells it
    /// @param config the configuration it came from, as far as it is known
    /// @param outputs files to write
    /// @return the exit code
    public int tell(
            JsonNode run, JsonNode config, List<Path> outputs, Map<String, String> environment) {
        ResultTable table = new ResultTable(screen);
        read(run, config, outputs, table);
        table.lines().forEach(out::println);
        out.println();
        RunSummary.lines(run, where(run), screen).forEach(out::println);
        out.flush();
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
            default -> ExitCode.of(table.passed(), table.passed() + table.notPassed(), environment);
        };
    }

    private void read(JsonNode run, JsonNode config, List<Path> outputs, ResultTable table) {
        Instant start = instant(run, "createdAt");
        RunFacts facts =
                new RunFacts(
                        run.path("id").asText(), start, clock.instant(), config, Version.current());
        List<ResultWriter> writers = new ArrayList<>();
        try {
            for (Path output : outputs) {
                writers.add(OutputFormat.of(output).open(output, facts));
            }
            for (String page = first(run); !page.isEmpty(); ) {
                JsonNode answer = api.get(page);
                for (JsonNode execution : answer.path("items")) {
                    table.add(execution);
                    for (ResultWriter writer : writers) {
                        writer.write(execution);
                    }
                }
                String next = answer.path("next").asText("");
                page = next.isEmpty() ? "" : first(run) + "&cursor=" + Workspace.encoded(next);
            }
            long millis = Duration.between(start, instant(run, "finishedAt")).toMillis();
            for (ResultWriter writer : writers) {
                writer.finish(millis);
            }
        } catch (IOException e) {
            throw new CommandFailure("The results cannot be written: " + e.getMessage(), e);
        } finally {
            writers.forEach(Report::close);
        }
    }

    private String first(JsonNode run) {
        return workspace.run(run.path("id").asText(), "/executions?limit=" + PAGE);
    }

    /// A time the server tells; now where it tells none.
    private Instant instant(JsonNode run, String key) {
        String text = run.path(key).asText("");
        return text.isEmpty() ? clock.instant() : Instant.parse(text);
    }

    private String where(JsonNode run) {
        return server.map(url -> url.resolve(workspace.run(run.path("number").asText(), "")))
                .map(URI::toString)
                .orElse("`promptcards serve` shows it");
    }

    private static void close(ResultWriter writer) {
        try {
            writer.close();
        } catch (IOException e) {
            throw new CommandFailure("The results cannot be written: " + e.getMessage(), e);
        }
    }
}
