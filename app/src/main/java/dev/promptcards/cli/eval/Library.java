package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.promptfoo.Plan;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;

/// Keeps prompts as cards and tests as suites: new versions and revisions only where they differ.
public final class Library {

    private static final int TITLE = 200;

    private final ApiClient api;
    private final Workspace workspace;

    public Library(ApiClient api, Workspace workspace) {
        this.api = api;
        this.workspace = workspace;
    }

    /// The card of a prompt: new, or with a new version where the prompt differs from the latest.
    ///
    /// @return `{slug, version, created, changed}`
    public JsonNode save(String slug, PlannedPrompt prompt) {
        ObjectNode draft = JsonNodeFactory.instance.objectNode();
        draft.put("title", title(slug, prompt));
        // Also where there are none: a card keeps those it has until it is given others.
        draft.set("settings", prompt.settings());
        if (prompt.script().isPresent()) {
            draft.setAll(prompt.script().get());
        } else if (prompt.messages().isPresent()) {
            draft.set("messages", prompt.messages().get());
        } else {
            draft.put("template", prompt.raw());
        }
        return api.put(workspace.path("cards/" + slug), draft);
    }

    /// The plan's tests as a suite.
    ///
    /// @param setup what the suite is to know of the configuration; empty leaves it
    /// @return `{slug, revision, cases, created, setupChanged}`
    public JsonNode save(String slug, Plan plan, Optional<ObjectNode> setup) {
        ObjectNode heading = JsonNodeFactory.instance.objectNode();
        ObjectNode suite = heading.putObject("suite");
        suite.put("name", plan.description().orElse(plan.name()));
        suite.put("description", "");
        suite.set("defaults", plan.defaults());
        setup.ifPresent(given -> suite.set("setup", given));
        return api.upload(
                workspace.path("suites/" + slug + "/revisions"),
                "application/x-ndjson",
                BodyPublishers.ofInputStream(() -> new CaseStream(heading, plan.cases())));
    }

    private static String title(String slug, PlannedPrompt prompt) {
        String line = prompt.label().strip().lines().findFirst().orElse(slug);
        return line.isBlank()
                ? slug
                : line.length() <= TITLE ? line : line.substring(0, TITLE - 1) + "…";
    }
}
