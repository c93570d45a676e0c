package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;

/// promptfoo's JSON: `{evalId, results: {version: 3, …}, config, shareableUrl, metadata}`. The sums
/// over columns and the statistics come after the results, as they are known then.
final class JsonResults implements ResultWriter {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int SHAPE_VERSION = 3;

    private final OutputFile file;
    private final RunFacts facts;
    private final JsonGenerator json;
    private final Columns columns = new Columns();

    JsonResults(OutputFile file, RunFacts facts) throws IOException {
        this.file = file;
        this.facts = facts;
        this.json = JSON.createGenerator(file.writer());
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        json.writeStartObject();
        json.writeStringField("evalId", facts.id());
        json.writeObjectFieldStart("results");
        json.writeNumberField("version", SHAPE_VERSION);
        json.writeStringField("timestamp", facts.startedAt().toString());
        json.writeArrayFieldStart("results");
    }

    @Override
    public void write(JsonNode execution) throws IOException {
        columns.add(execution);
        json.writeTree(EvaluateResult.of(execution));
    }

    @Override
    public void finish(long durationMillis) throws IOException {
        json.writeEndArray();
        json.writeArrayFieldStart("prompts");
        for (Column column : columns.all()) {
            json.writeTree(column.json());
        }
        json.writeEndArray();
        json.writeFieldName("stats");
        json.writeTree(columns.stats(durationMillis));
        json.writeEndObject();
        json.writeFieldName("config");
        json.writeTree(facts.config());
        json.writeNullField("shareableUrl");
        json.writeObjectFieldStart("metadata");
        json.writeStringField("promptCardsVersion", facts.version());
        json.writeStringField("exportedAt", facts.exportedAt().toString());
        json.writeStringField("evaluationCreatedAt", facts.startedAt().toString());
        json.writeEndObject();
        json.writeEndObject();
        json.close();
        file.finish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
