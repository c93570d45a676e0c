package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.eval.Library;
import dev.promptcards.cli.eval.Workspace;
import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.ServerConnection;
import dev.promptcards.promptfoo.Plan;
import dev.promptcards.promptfoo.PromptfooConfig;
import dev.promptcards.promptfoo.keep.Setup;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `promptcards import promptfoo`.
@Command(
        name = "promptfoo",
        description = {
            "Take a promptfoo configuration for keeps: its prompts become cards, its tests a suite"
                    + " that remembers providers and options.",
            "Again, it makes new versions only where something changed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all of it was taken", "1:nothing was taken, or the import failed"})
final class ImportPromptfooCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = "--workspace",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The workspace (default: ${DEFAULT-VALUE}).")
    private String workspace = "default";

    @Option(
            names = "--card",
            paramLabel = "SLUG",
            description =
                    "The card's slug; of several prompts each gets its own behind it (default: from"
                            + " folder and label).")
    private @Nullable String card;

    @Option(
            names = "--suite",
            paramLabel = "SLUG",
            description = "The suite's slug (default: from the folder).")
    private @Nullable String suite;

    @Parameters(paramLabel = "FILE", description = "The configuration.")
    private Path file = Path.of("promptfooconfig.yaml");

    @Override
    public Integer call() {
        Optional<CheckedPlan> checked =
                CheckedPlan.of(
                        PromptfooConfig.read(file),
                        "Nothing was taken.",
                        spec.commandLine().getErr());
        checked.ifPresent(one -> keep(one.plan(), one.check()));
        return checked.isPresent() ? 0 : 1;
    }

    private void keep(Plan plan, Plan.Check check) {
        PrintWriter out = spec.commandLine().getOut();
        Workspace place = new Workspace(workspace);
        String suiteSlug = suite == null ? plan.name() : suite;
        try (ServerConnection connection = server.connect();
                ApiClient api = connection.client()) {
            Library library = new Library(api, place);
            List<String> cards = new ArrayList<>();
            for (PlannedPrompt prompt : plan.prompts()) {
                JsonNode saved = library.save(slug(plan, prompt), prompt);
                cards.add(saved.path("slug").asText());
                out.printf(
                        "card   %-40s %s%n",
                        saved.path("slug").asText(),
                        said(saved.path("changed").asBoolean(), "version", saved.path("version")));
            }
            JsonNode saved =
                    library.save(
                            suiteSlug,
                            plan,
                            Optional.of(Setup.of(plan, cards, check.environment())));
            out.printf(
                    Locale.ROOT,
                    "suite  %-40s %s, %,d cases%n",
                    suiteSlug,
                    said(saved.path("created").asBoolean(), "revision", saved.path("revision")),
                    saved.path("cases").asInt());
            out.printf(
                    "setup  %-40s %s%n",
                    "%d providers".formatted(plan.providers().size()),
                    saved.path("setupChanged").asBoolean() ? "new" : "unchanged");
        }
        String options = workspace.equals("default") ? "" : " --workspace " + workspace;
        out.printf("%nRun it with%n  promptcards run %s%s%n", suiteSlug, options);
        out.flush();
    }

    private static String said(boolean changed, String what, JsonNode number) {
        return changed
                ? what + " " + number.asText()
                : "unchanged (%s %s)".formatted(what, number.asText());
    }

    private String slug(Plan plan, PlannedPrompt prompt) {
        if (card == null) {
            return prompt.slug();
        }
        String own = prompt.slug();
        String part = own.startsWith(plan.name()) ? own.substring(plan.name().length()) : "-" + own;
        return plan.prompts().size() == 1 ? card : card + part;
    }
}
