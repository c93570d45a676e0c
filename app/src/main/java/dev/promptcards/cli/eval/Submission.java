package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.promptfoo.Plan;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Sends a plan to a server: its prompts as cards, its tests as a suite, and the run over both.
public final class Submission {

    private static final int TITLE = 200;

    private final ApiClient api;
    private final Workspace workspace;
    private final Map<String, String> environment;

    /// @param environment of this process; of it only what the plan names is sent
    public Submission(ApiClient api, Workspace workspace, Map<String, String> environment) {
        this.api = api;
        this.workspace = workspace;
        this.environment = environment;
    }

    /// Starts the run.
    ///
    /// @return the run as the server tells it
    public JsonNode start(Plan plan, Plan.Check check, RunSettings settings) {
        List<RunBody.Card> cards = plan.prompts().stream().map(this::saved).toList();
        RunBody.Suite suite = uploaded(plan);
        Optional<Long> first =
                settings.firstTests().isPresent()
                        ? Optional.of(plan.casesOfFirstTests(settings.firstTests().getAsLong()))
                        : Optional.empty();
        ObjectNode body =
                RunBody.of(
                        plan,
                        settings,
                        cards,
                        suite,
                        first,
                        plan.credentials().values(name -> value(plan, name)),
                        values(plan, check));
        return api.post(
                workspace.path("runs"),
                body,
                Map.of("Idempotency-Key", UUID.randomUUID().toString()));
    }

    /// The card of a prompt: new, or with a new version where the prompt differs from the latest.
    private RunBody.Card saved(PlannedPrompt prompt) {
        ObjectNode draft = JsonNodeFactory.instance.objectNode();
        draft.put("title", title(prompt));
        // Also where there are none: a card keeps those it has until it is given others.
        draft.set("settings", prompt.settings());
        if (prompt.script().isPresent()) {
            draft.setAll(prompt.script().get());
        } else if (prompt.messages().isPresent()) {
            draft.set("messages", prompt.messages().get());
        } else {
            draft.put("template", prompt.raw());
        }
        JsonNode saved =
                api.json(
                        api.request(workspace.path("cards/" + prompt.slug()))
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString(draft.toString())));
        return new RunBody.Card(saved.path("slug").asText(), saved.path("version").asInt());
    }

    private RunBody.Suite uploaded(Plan plan) {
        ObjectNode heading = JsonNodeFactory.instance.objectNode();
        ObjectNode suite = heading.putObject("suite");
        suite.put("name", plan.description().orElse(plan.name()));
        suite.put("description", "");
        suite.set("defaults", plan.defaults());
        JsonNode uploaded =
                api.upload(
                        workspace.path("suites/" + plan.name() + "/revisions"),
                        "application/x-ndjson",
                        BodyPublishers.ofInputStream(() -> new CaseStream(heading, plan.cases())));
        return new RunBody.Suite(uploaded.path("slug").asText(), uploaded.path("revision").asInt());
    }

    private Map<String, String> values(Plan plan, Plan.Check check) {
        Map<String, String> values = new TreeMap<>();
        check.environment()
                .forEach(name -> value(plan, name).ifPresent(value -> values.put(name, value)));
        return values;
    }

    /// What the configuration says a variable holds, else what it holds here.
    private Optional<String> value(Plan plan, String name) {
        return Optional.ofNullable(plan.env().get(name))
                .or(() -> Optional.ofNullable(environment.get(name)));
    }

    private static String title(PlannedPrompt prompt) {
        String line = prompt.label().strip().lines().findFirst().orElse(prompt.slug());
        return line.isBlank()
                ? prompt.slug()
                : line.length() <= TITLE ? line : line.substring(0, TITLE - 1) + "…";
    }
}
