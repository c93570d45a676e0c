package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.eval.Baseline;
import dev.promptcards.cli.eval.EarlierResults;
import dev.promptcards.cli.eval.Executions;
import dev.promptcards.cli.eval.ReportWishes;
import dev.promptcards.cli.eval.RunSettings;
import dev.promptcards.cli.eval.Submission;
import dev.promptcards.cli.eval.Watch;
import dev.promptcards.cli.eval.Workspace;
import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.cli.server.ServerConnection;
import dev.promptcards.promptfoo.Filters;
import dev.promptcards.promptfoo.Plan;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// `promptcards eval`.
@Command(
        name = "eval",
        description = "Run a promptfoo configuration and show how it came out.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every test passed, or as many as PROMPTFOO_PASS_RATE_THRESHOLD asks for",
            "100:tests failed (PROMPTFOO_FAILED_TEST_EXIT_CODE replaces it)",
            "1:anything else went wrong"
        })
final class EvalCommand implements Callable<Integer> {

    private static final int REFUSED = 1;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions server = new ServerOptions();
    @Mixin private RunOutcomeOptions outcome = new RunOutcomeOptions();
    @Mixin private InputOptions input = new InputOptions();
    @Mixin private FilterOptions filter = new FilterOptions();
    @Mixin private PaceOptions pace = new PaceOptions();

    @Option(names = "--detach", description = "Start the run, print its id and return.")
    private boolean detach;

    @Option(
            names = {"-w", "--watch"},
            description =
                    "Run again whenever the configuration or a file it reads changes, and show what"
                            + " that changed. Ctrl-C ends it.")
    private boolean watch;

    /// The run before, while watching.
    private @Nullable String previous;

    @Override
    public Integer call() {
        if (!watch) {
            return once(Optional.empty());
        }
        if (detach) {
            throw new CommandFailure("--watch and --detach cannot be had together.");
        }
        // One server for all runs: starting one takes longer than most changes do.
        try (ServerConnection connection = server.connect()) {
            return new Watch(err()).run(() -> once(Optional.of(connection)));
        }
    }

    /// @param connection to use; one is opened where there is none
    private int once(Optional<ServerConnection> connection) {
        // Names of files that cannot be written are refused first, before any work.
        outcome.outputs(List.of());
        Filters filters = filter.filters((run, kind) -> earlier(connection, run, kind));
        return CheckedPlan.of(
                        input.read(filters), "Nothing was run and nothing was paid for.", err())
                .map(
                        checked ->
                                checked.check().cases() == 0
                                        ? nothing(filters)
                                        : connected(connection, one -> run(checked, one)))
                .orElse(REFUSED);
    }

    private <T> T connected(
            Optional<ServerConnection> connection, Function<ServerConnection, T> work) {
        if (connection.isPresent()) {
            return work.apply(connection.get());
        }
        try (ServerConnection own = server.connect()) {
            return work.apply(own);
        }
    }

    private Set<String> earlier(
            Optional<ServerConnection> connection, String run, EarlierResults.Kind kind) {
        return connected(
                connection,
                one -> {
                    try (ApiClient api = one.client()) {
                        Workspace workspace = outcome.workspace();
                        return EarlierResults.inRun(
                                new Executions(api, workspace).of(api.get(workspace.run(run, ""))),
                                kind);
                    }
                });
    }

    /// Filters that leave nothing are a slip, unless nothing failed that could be run again.
    private int nothing(Filters filters) {
        boolean noneFailed = filters.tests().vars().filter(Set::isEmpty).isPresent();
        err().println(
                        noneFailed
                                ? "Nothing there came out so: there is nothing to run again."
                                : "The filters leave no test of this configuration.");
        err().flush();
        return noneFailed ? 0 : REFUSED;
    }

    private int run(CheckedPlan checked, ServerConnection connection) {
        Plan plan = checked.plan();
        Map<String, String> environment = input.environment(plan);
        RunSettings settings = pace.settings(plan.options(), filter.firstOfAll());
        List<Path> files = outcome.outputs(plan.options().outputs());
        try (ApiClient api = connection.client()) {
            ReportWishes wishes = wishes(api, plan, files);
            JsonNode run =
                    new Submission(api, outcome.workspace(), environment)
                            .start(plan, checked.check(), settings);
            previous = run.path("id").asText();
            return detach
                    ? announce(run)
                    : outcome.conclude(
                            connection, api, previous, wishes, environment, out(), err());
        }
    }

    private ReportWishes wishes(ApiClient api, Plan plan, List<Path> files) {
        ReportWishes wishes = outcome.wishes(api, Optional.of(plan.name()), plan.shown(), files);
        return previous == null || outcome.compares()
                ? wishes
                : wishes.changesSince(Baseline.find(api, outcome.workspace(), previous));
    }

    /// The id alone goes to the output, for scripts.
    private int announce(JsonNode run) {
        out().println(run.path("id").asText());
        out().flush();
        err().printf(
                        "Run %s is in the queue; `promptcards wait %1$s` shows how it came out.%n",
                        run.path("number").asText());
        err().flush();
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
