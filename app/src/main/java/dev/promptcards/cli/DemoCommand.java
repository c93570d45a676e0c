package dev.promptcards.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.cli.eval.Progress;
import dev.promptcards.cli.eval.ReportWishes;
import dev.promptcards.cli.eval.RunSettings;
import dev.promptcards.cli.eval.Submission;
import dev.promptcards.cli.eval.Workspace;
import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.cli.server.DataDirectory;
import dev.promptcards.cli.server.ServerConnection;
import dev.promptcards.cli.server.ServerSettings;
import dev.promptcards.promptfoo.Plan;
import dev.promptcards.promptfoo.PromptfooConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `promptcards demo`.
@Command(
        name = "demo",
        description =
                "Run the sample suite, whose answers are recorded ones: no network, no key, no"
                        + " bill. Then keep serving.")
final class DemoCommand implements Callable<Integer> {

    private static final Workspace WORKSPACE = new Workspace("sample");
    private static final String EXAMPLE = "support-triage";
    private static final List<String> FILES = List.of("promptfooconfig.yaml", "recorded.jsonl");

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Option(names = "--once", description = "End after the table.")
    private boolean once;

    @Override
    public Integer call() {
        DataDirectory directory = data.directory();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        err.println("Starting PostgreSQL and Redis in " + directory.path());
        err.flush();
        try (ServerConnection server =
                        ServerConnection.open(
                                directory, System.getenv(), ServerSettings.DEFAULT_PORT);
                ApiClient api = server.client()) {
            Path config = example(directory);
            show(server, api, config, out, err);
            out.printf("%nThe suite is in %s: change it and run it with%n", config.getParent());
            out.printf("  promptcards eval -c %s --workspace sample%n", config);
            if (!once) {
                out.printf("Serving at %s; Ctrl-C ends it.%n", server.url());
                out.flush();
                server.serveUntilStopped();
            }
            out.flush();
            return 0;
        }
    }

    private void show(
            ServerConnection server, ApiClient api, Path config, PrintWriter out, PrintWriter err) {
        api.put(
                "/api/v1/workspaces/sample",
                JsonNodeFactory.instance.objectNode().put("name", "Sample"));
        if (!(PromptfooConfig.read(config) instanceof Plan plan)) {
            throw new CommandFailure(
                    config + " cannot be read any more. Delete it and start the demo again.");
        }
        var settings =
                RunSettings.of(
                        plan.options(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        "retry");
        var run = new Submission(api, WORKSPACE, Map.of()).start(plan, plan.check(), settings);
        var wishes = new ReportWishes(plan.shown(), List.of(), Optional.empty(), false, false);
        new RunOutcome(WORKSPACE, Optional.of(server.url()), Progress.kind(true))
                .conclude(api, run.path("id").asText(), wishes, System.getenv(), out, err);
    }

    /// Puts the sample suite into the data directory, where it can be looked at and changed.
    static Path example(DataDirectory directory) {
        Path folder = directory.path().resolve("examples").resolve(EXAMPLE);
        try {
            Files.createDirectories(folder);
            for (String file : FILES) {
                Path target = folder.resolve(file);
                if (!Files.exists(target)) {
                    copy("/examples/" + EXAMPLE + "/" + file, target);
                }
            }
        } catch (IOException e) {
            throw new CommandFailure("The sample suite cannot be written: " + e.getMessage(), e);
        }
        return folder.resolve(FILES.getFirst());
    }

    private static void copy(String resource, Path target) throws IOException {
        try (var in = Objects.requireNonNull(DemoCommand.class.getResourceAsStream(resource))) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
