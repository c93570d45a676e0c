package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.cli.eval.Retry;
import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.ServerConnection;
import dev.promptcards.promptfoo.Filters;
import dev.promptcards.promptfoo.Plan;
import dev.promptcards.promptfoo.Reading;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `promptcards retry`.
@Command(
        name = "retry",
        description = {
            "Try again what ended as an error in a run, and nothing else, then wait for the run.",
            "A run forgets its keys when it ends: they are taken from the environment again, and"
                    + " with -c from the configuration it was started from."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0, 100, 1:as of `eval`"})
final class RetryCommand implements Callable<Integer> {

    private static final int REFUSED = 1;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions server = new ServerOptions();
    @Mixin private RunOutcomeOptions outcome = new RunOutcomeOptions();
    @Mixin private InputOptions input = new InputOptions();

    @Parameters(paramLabel = "RUN", description = "The run's number or id.")
    private String run = "";

    @Override
    public Integer call() {
        List<Path> files = outcome.outputs(List.of());
        Optional<Reading> written = input.readGiven(Filters.NONE);
        if (written.isEmpty()) {
            return retry(Optional.empty(), input.environment(), files);
        }
        // All tests are read: they name providers with keys of their own.
        return CheckedPlan.of(written.get(), "Nothing was tried again.", err())
                .map(CheckedPlan::plan)
                .map(plan -> retry(Optional.of(plan), input.environment(plan), files))
                .orElse(REFUSED);
    }

    private int retry(Optional<Plan> plan, Map<String, String> environment, List<Path> files) {
        try (ServerConnection connection = server.connect();
                ApiClient api = connection.client()) {
            JsonNode config = plan.map(Plan::shown).orElse(JsonNodeFactory.instance.objectNode());
            int items = new Retry(api, outcome.workspace(), environment).errors(run, plan);
            if (items == 0) {
                err().printf("Run %s has no errors.%n", run);
                err().flush();
            }
            return outcome.conclude(
                    connection,
                    api,
                    run,
                    outcome.wishes(api, plan.map(Plan::name), config, files),
                    environment,
                    spec.commandLine().getOut(),
                    err());
        }
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
