package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.cli.server.Refusal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

/// `promptcards import executions`.
@Command(
        name = "executions",
        description = {
            "Take executions that ran elsewhere, from a CSV, as runs that have ended. Its columns:",
            "  card, case_id, model, passed; and, where recorded: score, execution_time_ms,",
            "  cost_usd, created_at, provider, version, repeat, prompt, output, error, reason,",
            "  prompt_tokens, completion_tokens.",
            "Cards that are not there are created. All of the file is taken or nothing; the same"
                    + " file a second time adds nothing."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every execution is there", "1:none was taken"})
final class ImportExecutionsCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions server = new ServerOptions();
    @Mixin private WorkspaceOption workspace = new WorkspaceOption();

    @Option(
            names = "--suite",
            paramLabel = "SLUG",
            description =
                    "The suite whose cases were tried, by their keys (default: `imported`, which is"
                            + " made of the file's cases).")
    private @Nullable String suite;

    @Parameters(
            paramLabel = "FILE",
            description = "The file, packed by gzip or not, or - for the input.")
    private Path file = Path.of("-");

    @Override
    public Integer call() {
        var body = body();
        try (var connection = server.connect();
                var client = connection.client()) {
            print(client.upload(address(), "application/octet-stream", body));
            return 0;
        } catch (Refusal e) {
            var said = String.valueOf(e.getMessage());
            throw said.startsWith("line ") ? new CommandFailure(file + ": " + said, e) : e;
        }
    }

    private String address() {
        var name = file.getFileName() == null ? "" : file.getFileName().toString();
        var path = workspace.path("/runs/import") + "?file=" + ApiClient.encoded(name);
        return suite == null ? path : path + "&suite=" + ApiClient.encoded(suite);
    }

    private BodyPublisher body() {
        if (file.toString().equals("-")) {
            InputStream input = System.in;
            return BodyPublishers.ofInputStream(() -> input);
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandFailure("%s is no file that can be read.".formatted(file));
        }
        try {
            return BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw new CommandFailure("%s cannot be read.".formatted(file), e);
        }
    }

    private void print(JsonNode result) {
        var out = spec.commandLine().getOut();
        var runs = result.path("runs");
        if (result.path("added").asInt() == 0) {
            out.printf(
                    Locale.ROOT,
                    "Nothing new: the file was imported before, as %s.%n",
                    numbers(runs));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%s imported as %s.%n%s created; suite %s, revision %d: %s.%n",
                    many(result.path("executions").asInt(), "execution"),
                    numbers(runs),
                    many(result.path("cards").asInt(), "card"),
                    result.path("suite").asText(),
                    result.path("revision").asInt(),
                    many(result.path("cases").asInt(), "new case"));
        }
        out.flush();
    }

    private static String many(int number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }

    /// Runs of one import follow each other.
    private static String numbers(JsonNode runs) {
        int first = runs.path(0).path("number").asInt();
        return runs.size() == 1
                ? "run %d".formatted(first)
                : "runs %d to %d, a run a day".formatted(first, first + runs.size() - 1);
    }
}
