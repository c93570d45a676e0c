package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.eval.KeptRun;
import dev.promptcards.cli.eval.KeptSuite;
import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.ServerConnection;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `promptcards run`.
@Command(
        name = "run",
        description =
                "Run a suite that was imported: its newest revision, with its cards' latest"
                        + " versions, on its providers.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0, 100, 1:as of `eval`"})
final class RunCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions server = new ServerOptions();
    @Mixin private RunOutcomeOptions outcome = new RunOutcomeOptions();

    @Option(
            names = {"-j", "--max-concurrency"},
            paramLabel = "N",
            description = "Calls in flight at most (default: the suite's, else 4).")
    private @Nullable Integer concurrency;

    @Option(names = "--repeat", paramLabel = "N", description = "Try every case N times.")
    private @Nullable Integer repeat;

    @Option(names = "--no-cache", description = "Use no answers of earlier calls.")
    private boolean noCache;

    @Parameters(paramLabel = "SUITE", description = "The suite's slug.")
    private String suite = "";

    @Override
    public Integer call() {
        List<Path> files = outcome.outputs(List.of());
        try (ServerConnection connection = server.connect();
                ApiClient api = connection.client()) {
            JsonNode setup = new KeptSuite(api, outcome.workspace(), suite).header().path("setup");
            var wishes = outcome.wishes(api, Optional.of(suite), setup.path("config"), files);
            JsonNode run =
                    new KeptRun(api, outcome.workspace(), System.getenv())
                            .start(
                                    suite,
                                    setup,
                                    Optional.ofNullable(repeat),
                                    Optional.ofNullable(concurrency),
                                    noCache);
            return outcome.conclude(
                    connection,
                    api,
                    run.path("id").asText(),
                    wishes,
                    System.getenv(),
                    spec.commandLine().getOut(),
                    spec.commandLine().getErr());
        }
    }
}
