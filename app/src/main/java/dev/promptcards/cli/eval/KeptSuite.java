package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.promptfoo.keep.ExportedConfig;
import dev.promptcards.promptfoo.keep.ScriptFolder;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A suite that was imported from a configuration.
public final class KeptSuite {

    private static final JsonMapper JSON = new JsonMapper();

    private final ApiClient api;
    private final Workspace workspace;
    private final String slug;

    public KeptSuite(ApiClient api, Workspace workspace, String slug) {
        this.api = api;
        this.workspace = workspace;
        this.slug = slug;
    }

    /// What the suite says beside its cases.
    ///
    /// @throws CommandFailure if it was not imported from a configuration
    public JsonNode header() {
        try (BufferedReader lines = open()) {
            return header(lines);
        } catch (IOException e) {
            throw new CommandFailure("The suite cannot be read: " + e.getMessage(), e);
        }
    }

    /// Writes the suite as a configuration.
    ///
    /// @param scripts where its scripts go
    public void write(Writer writer, ScriptFolder scripts) throws IOException {
        try (BufferedReader lines = open()) {
            JsonNode header = header(lines);
            List<ObjectNode> prompts = new ArrayList<>();
            for (JsonNode prompt : header.path("setup").path("prompts")) {
                prompts.add(prompt(prompt));
            }
            try (ExportedConfig file = new ExportedConfig(writer, header, prompts, scripts)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    file.add(JSON.readTree(line));
                }
                file.finish();
            }
        }
    }

    private JsonNode header(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        JsonNode header = JSON.readTree(line == null ? "{}" : line).path("suite");
        if (header.path("setup").path("prompts").isEmpty()) {
            throw new CommandFailure(
                    "The suite '%s' was not imported from a configuration: it does not say which prompts and providers it belongs to. `promptcards import promptfoo` tells it."
                            .formatted(slug));
        }
        return header;
    }

    private ObjectNode prompt(JsonNode prompt) {
        String card = prompt.path("card").asText();
        JsonNode version = api.get(workspace.path("cards/" + card + "/versions/latest"));
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        if (prompt.has("id")) {
            written.set("id", prompt.path("id"));
        }
        if (prompt.has("label")) {
            written.set("label", prompt.path("label"));
        }
        if (!version.path("settings").isEmpty()) {
            written.set("config", version.path("settings"));
        }
        if (version.path("script").isTextual()) {
            ObjectNode script = written.putObject("raw");
            script.set("script", version.path("script"));
            if (version.path("function").isTextual()) {
                script.set("function", version.path("function"));
            }
            return written;
        }
        return version.path("messages").isArray()
                ? written.put("raw", version.path("messages").toString())
                : written.put("raw", version.path("template").asText());
    }

    private BufferedReader open() {
        return new BufferedReader(
                new InputStreamReader(
                        api.open(
                                workspace.path("suites/" + slug + "/export"),
                                "application/x-ndjson"),
                        StandardCharsets.UTF_8));
    }
}
