package dev.promptcards.promptfoo.keep;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.PlainYaml;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Set;

/// Writes a kept suite as a promptfoo configuration, a test at a time. A test whose variables held
/// lists has become the cases it stood for; each carries its key, so that results pair as before.
public final class ExportedConfig implements AutoCloseable {

    /// Members of a line that say where a case comes from, and nothing a configuration would.
    private static final Set<String> OURS = Set.of("expansion", "unsupported", "position");

    private final JsonGenerator yaml;
    private final ScriptFolder scripts;

    /// Begins the file.
    ///
    /// @param header the suite as its export tells it: `defaults` and `setup`
    /// @param prompts `{raw, label?, config?}`, in their order; `raw` may be a script
    /// @param scripts where scripts go
    public ExportedConfig(
            Writer writer, JsonNode header, List<ObjectNode> prompts, ScriptFolder scripts)
            throws IOException {
        this.scripts = scripts;
        JsonNode setup = header.path("setup");
        yaml = PlainYaml.mapper().createGenerator(writer);
        yaml.writeStartObject();
        JsonNode config = setup.path("config");
        if (!config.has("description") && !header.path("name").asText("").isEmpty()) {
            yaml.writeStringField("description", header.path("name").asText());
        }
        for (var part : config.properties()) {
            write(part.getKey(), part.getValue());
        }
        yaml.writeArrayFieldStart("prompts");
        for (ObjectNode prompt : prompts) {
            yaml.writeTree(scripts.written(prompt));
        }
        yaml.writeEndArray();
        write("providers", setup.path("providers"));
        ObjectNode defaults = withoutEmpty(header.path("defaults"));
        if (!defaults.isEmpty()) {
            write("defaultTest", defaults);
        }
        yaml.writeArrayFieldStart("tests");
    }

    /// Adds a case, as a line of the suite's export.
    public void add(JsonNode line) throws IOException {
        ObjectNode test = withoutEmpty(line);
        String reason = line.path("unsupported").asText("");
        test.remove(OURS);
        if (!reason.isEmpty()) {
            // What could not be carried out must not come back as something that passes.
            test.withArray("assert").addObject().put("type", "python").put("value", reason);
        }
        yaml.writeTree(scripts.written(test));
    }

    /// Ends the file.
    public void finish() throws IOException {
        yaml.writeEndArray();
        yaml.writeEndObject();
        yaml.close();
    }

    private void write(String key, JsonNode value) throws IOException {
        yaml.writeFieldName(key);
        yaml.writeTree(scripts.written(value.deepCopy()));
    }

    private static ObjectNode withoutEmpty(JsonNode value) {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        for (var member : value.properties()) {
            boolean empty =
                    member.getValue().isNull()
                            || (member.getValue().isContainerNode() && member.getValue().isEmpty());
            if (!empty) {
                rest.set(member.getKey(), member.getValue().deepCopy());
            }
        }
        return rest;
    }

    @Override
    public void close() throws IOException {
        yaml.close();
    }
}
