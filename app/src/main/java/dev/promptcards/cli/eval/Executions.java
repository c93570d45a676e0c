package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.ApiClient;

/// The executions of a run in the order of its result table, read page by page.
public final class Executions {

    private static final int PAGE = 1000;

    private final ApiClient api;
    private final Workspace workspace;

    public Executions(ApiClient api, Workspace workspace) {
        this.api = api;
        this.workspace = workspace;
    }

    /// @param run as the server tells it
    public Iterable<JsonNode> of(JsonNode run) {
        return () ->
                new Pages(api, workspace.run(run.path("id").asText(), "/executions?limit=" + PAGE));
    }
}
