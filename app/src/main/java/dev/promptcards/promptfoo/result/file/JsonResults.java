package dev.promptcards.promptfoo.result.file;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.promptfoo.file.PlainYaml;
import dev.promptcards.promptfoo.result.Column;
import dev.promptcards.promptfoo.result.EvaluateResult;
import dev.promptcards.promptfoo.result.RunFacts;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/// promptfoo's JSON, `{evalId, results: {version: 3, …}, config, shareableUrl, metadata, vars}`, as
/// JSON or as YAML. The sums over columns and the statistics come after the results, as they are
/// known then.
final class JsonResults implements ResultWriter {

    private static final JsonMapper JSON = new JsonMapper();

    private static final int SHAPE_VERSION = 3;

    private final OutputFile file;
    private final RunFacts facts;
    private final JsonGenerator json;
    private final Set<String> variables = new LinkedHashSet<>();

    private JsonResults(OutputFile file, RunFacts facts, JsonGenerator json) throws IOException {
        this.file = file;
        this.facts = facts;
        this.json = json;
        json.writeStartObject();
        json.writeStringField("evalId", facts.id());
        json.writeObjectFieldStart("results");
        json.writeNumberField("version", SHAPE_VERSION);
        json.writeStringField("timestamp", facts.startedAt().toString());
        json.writeArrayFieldStart("results");
    }

    static JsonResults json(OutputFile file, RunFacts facts) throws IOException {
        JsonGenerator json = JSON.createGenerator(file.writer());
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        return new JsonResults(file, facts, json);
    }

    static JsonResults yaml(OutputFile file, RunFacts facts) throws IOException {
        return new JsonResults(file, facts, PlainYaml.mapper().createGenerator(file.writer()));
    }

    @Override
    public void write(JsonNode execution) throws IOException {
        execution.path("vars").fieldNames().forEachRemaining(variables::add);
        json.writeTree(EvaluateResult.of(execution));
    }

    @Override
    public void finish(Ending ending) throws IOException {
        json.writeEndArray();
        json.writeArrayFieldStart("prompts");
        for (Column column : ending.columns().all()) {
            json.writeTree(column.json());
        }
        json.writeEndArray();
        json.writeFieldName("stats");
        json.writeTree(ending.columns().stats(ending.durationMillis()));
        json.writeEndObject();
        json.writeFieldName("config");
        json.writeTree(facts.config());
        json.writeNullField("shareableUrl");
        json.writeObjectFieldStart("metadata");
        json.writeStringField("promptCardsVersion", facts.version());
        json.writeStringField("exportedAt", facts.exportedAt().toString());
        json.writeStringField("evaluationCreatedAt", facts.startedAt().toString());
        json.writeEndObject();
        json.writeArrayFieldStart("vars");
        for (String variable : variables) {
            json.writeString(variable);
        }
        json.writeEndArray();
        if (ending.comparison().isPresent()) {
            json.writeFieldName("comparison");
            json.writeTree(ending.comparison().get().json());
        }
        json.writeEndObject();
        json.close();
        file.finish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
