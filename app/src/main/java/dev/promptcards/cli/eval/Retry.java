package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.promptfoo.Plan;

import java.util.Map;
import java.util.Optional;

/// Has the errors of a run tried again. The run tells the names of what it was started with; the
/// values are those of the configuration, where there is one, and of the environment.
public final class Retry {

    private final ApiClient api;
    private final Workspace workspace;
    private final Map<String, String> environment;

    public Retry(ApiClient api, Workspace workspace, Map<String, String> environment) {
        this.api = api;
        this.workspace = workspace;
        this.environment = environment;
    }

    /// @param run its number or id
    /// @param plan the configuration it was started from, read through to its last test
    /// @return how many items are tried again
    public int errors(String run, Optional<Plan> plan) {
        JsonNode given = api.get(workspace.run(run, "")).path("given");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("secrets", values(given.path("secrets"), plan));
        body.set("env", values(given.path("env"), plan));
        return api.post(workspace.run(run, "/retry-errors"), body).path("items").asInt();
    }

    /// What nobody knows is left out: the server says who lacks it.
    private ObjectNode values(JsonNode names, Optional<Plan> plan) {
        Map<String, String> written = plan.map(p -> p.credentials().hidden()).orElse(Map.of());
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (JsonNode one : names) {
            String name = one.asText();
            Optional.ofNullable(written.get(name))
                    .or(() -> Optional.ofNullable(environment.get(name)))
                    .ifPresent(value -> values.put(name, value));
        }
        return values;
    }
}
