package dev.promptcards.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.ServerConnection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `promptcards wait`.
@Command(
        name = "wait",
        description =
                "Wait until every item of a run is done, failed or held, and show how it came out.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0, 100, 1:as of `eval`"})
final class WaitCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions server = new ServerOptions();
    @Mixin private RunOutcomeOptions outcome = new RunOutcomeOptions();

    @Parameters(paramLabel = "RUN", description = "The run's number or id.")
    private String run = "";

    @Override
    public Integer call() {
        List<Path> files = outcome.outputs(List.of());
        try (ServerConnection connection = server.connect();
                ApiClient api = connection.client()) {
            return outcome.conclude(
                    connection,
                    api,
                    run,
                    outcome.wishes(
                            api, Optional.empty(), JsonNodeFactory.instance.objectNode(), files),
                    System.getenv(),
                    spec.commandLine().getOut(),
                    spec.commandLine().getErr());
        }
    }
}
