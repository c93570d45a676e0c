package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.ServerConnection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `promptcards resume`.
@Command(
        name = "resume",
        description =
                "Settle what a run holds because its outcome is unknown, then wait for the run.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0, 100, 1:as of `eval`"})
final class ResumeCommand implements Callable<Integer> {

    enum Unknown {
        RETRY,
        FAIL
    }

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions server = new ServerOptions();
    @Mixin private RunOutcomeOptions outcome = new RunOutcomeOptions();

    @Parameters(paramLabel = "RUN", description = "The run's number or id.")
    private String run = "";

    @Option(
            names = "--unknown",
            paramLabel = "retry|fail",
            required = true,
            description =
                    "Send the calls again, which may be charged twice, or let them be errors.")
    private Unknown unknown = Unknown.FAIL;

    @Override
    public Integer call() {
        List<Path> files = outcome.outputs(List.of());
        try (ServerConnection connection = server.connect();
                ApiClient api = connection.client()) {
            JsonNode decision =
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("unknown", unknown.name().toLowerCase(Locale.ROOT));
            api.post(outcome.workspace().run(run, "/resume"), decision);
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
