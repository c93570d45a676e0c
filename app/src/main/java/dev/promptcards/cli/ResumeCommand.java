package dev.promptcards.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.ServerConnection;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `promptcards resume`.
@Command(
        name = "resume",
        description =
                "Let a run go on that is held, by a limit or since outcomes are unknown, then wait"
                        + " for it.",
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
            description =
                    "Where calls have an unknown outcome: send them again, which may be charged"
                            + " twice, or let them be errors.")
    private @Nullable Unknown unknown;

    @Option(
            names = "--budget",
            paramLabel = "USD",
            description = "What the run may cost from now on, with what it has cost already.")
    private @Nullable BigDecimal budget;

    @Override
    public Integer call() {
        List<Path> files = outcome.outputs(List.of());
        try (ServerConnection connection = server.connect();
                ApiClient api = connection.client()) {
            ObjectNode decision = JsonNodeFactory.instance.objectNode();
            if (unknown != null) {
                decision.put("unknown", unknown.name().toLowerCase(Locale.ROOT));
            }
            if (budget != null) {
                decision.put("budgetUsd", budget);
            }
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
