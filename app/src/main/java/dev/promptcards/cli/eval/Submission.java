package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.promptfoo.Plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Sends a plan to a server: its prompts as cards, its tests as a suite, and the run over both.
public final class Submission {

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
        Library library = new Library(api, workspace);
        List<RunBody.Card> cards =
                plan.prompts().stream()
                        .map(prompt -> library.save(prompt.slug(), prompt))
                        .map(
                                saved ->
                                        new RunBody.Card(
                                                text(saved, "slug"), number(saved, "version")))
                        .toList();
        JsonNode saved = library.save(plan.name(), plan, Optional.empty());
        RunBody.Suite suite = new RunBody.Suite(text(saved, "slug"), number(saved, "revision"));
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

    private Map<String, String> values(Plan plan, Plan.Check check) {
        Map<String, String> values = new TreeMap<>();
        check.environment()
                .forEach(name -> value(plan, name).ifPresent(value -> values.put(name, value)));
        values.putAll(plan.credentials().hidden());
        return values;
    }

    /// What the configuration says a variable holds, else what it holds here.
    private Optional<String> value(Plan plan, String name) {
        return Optional.ofNullable(plan.env().get(name))
                .or(() -> Optional.ofNullable(environment.get(name)));
    }

    private static String text(JsonNode saved, String key) {
        return saved.path(key).asText();
    }

    private static int number(JsonNode saved, String key) {
        return saved.path(key).asInt();
    }
}
