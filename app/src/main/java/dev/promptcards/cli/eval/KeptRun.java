package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.cli.server.ApiClient;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Starts the run of a suite that remembers its configuration. Keys and variables come from this
/// process's environment, by the names the configuration gave.
public final class KeptRun {

    private final ApiClient api;
    private final Workspace workspace;
    private final Map<String, String> environment;

    public KeptRun(ApiClient api, Workspace workspace, Map<String, String> environment) {
        this.api = api;
        this.workspace = workspace;
        this.environment = environment;
    }

    /// @param setup of the suite
    /// @param repeat as given on the command line, if it was; so the others
    /// @return the run as the server tells it
    public JsonNode start(
            String suite,
            JsonNode setup,
            Optional<Integer> repeat,
            Optional<Integer> concurrency,
            boolean noCache) {
        JsonNode config = setup.path("config");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode source = body.putObject("source");
        source.put("kind", "run").put("suite", suite);
        source.set("config", config);
        if (config.path("derivedMetrics").isArray()) {
            source.set("derivedMetrics", config.path("derivedMetrics"));
        }
        for (JsonNode prompt : setup.path("prompts")) {
            ObjectNode one = body.withArray("prompts").addObject();
            one.set("card", prompt.path("card"));
            one.put("label", label(prompt));
        }
        body.set("providers", setup.path("providers"));
        body.putObject("suite").put("slug", suite);
        repeat.or(() -> number(config, "repeat")).ifPresent(n -> body.put("repeat", n));
        concurrency
                .or(() -> number(config, "maxConcurrency"))
                .ifPresent(n -> body.put("concurrency", n));
        number(config, "timeoutMs").ifPresent(millis -> body.put("timeoutMs", millis));
        body.put("cache", !noCache && option(config, "cache").asBoolean(true));
        body.set("secrets", values(setup.path("secrets"), config.path("env")));
        body.set("env", values(setup.path("environment"), config.path("env")));
        return api.post(
                workspace.path("runs"),
                body,
                Map.of("Idempotency-Key", UUID.randomUUID().toString()));
    }

    /// A prompt without a label is called by its text.
    private String label(JsonNode prompt) {
        if (prompt.has("label")) {
            return prompt.path("label").asText();
        }
        JsonNode version =
                api.get(
                        workspace.path(
                                "cards/" + prompt.path("card").asText() + "/versions/latest"));
        return version.path("messages").isArray()
                ? version.path("messages").toString()
                : version.path("template").asText(version.path("script").asText());
    }

    private static Optional<Integer> number(JsonNode config, String name) {
        int number = option(config, name).asInt();
        return number > 0 ? Optional.of(number) : Optional.empty();
    }

    private static JsonNode option(JsonNode config, String name) {
        return List.of("commandLineOptions", "evaluateOptions").stream()
                .map(part -> config.path(part).path(name))
                .filter(value -> !value.isMissingNode())
                .findFirst()
                .orElse(config.path("evaluateOptions").path(name));
    }

    private ObjectNode values(JsonNode names, JsonNode env) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (JsonNode name : names) {
            String value =
                    env.path(name.asText()).asText(environment.getOrDefault(name.asText(), ""));
            if (!value.isEmpty()) {
                values.put(name.asText(), value);
            }
        }
        return values;
    }
}
