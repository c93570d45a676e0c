package dev.promptcards.provider.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// An answer of Ollama's in one piece, though it came in many: one JSON document a line, of which
/// the last says how it ended. What stands in front of Ollama may stream though it is not asked to.
final class OllamaStream {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> TEXTS = List.of("response", "thinking", "content");

    private OllamaStream() {}

    /// The pieces joined; the first error where one broke it off; a missing node where this is no
    /// JSON.
    static JsonNode joined(byte[] body) {
        List<JsonNode> pieces = new ArrayList<>();
        try (MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).readValues(body)) {
            while (lines.hasNextValue()) {
                JsonNode piece = lines.nextValue();
                if (piece.hasNonNull("error")) {
                    return piece;
                }
                pieces.add(piece);
            }
        } catch (IOException _) {
            return JSON.missingNode();
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        for (JsonNode piece : pieces) {
            add(whole, piece);
        }
        return whole;
    }

    private static void add(ObjectNode whole, JsonNode piece) {
        for (var entry : piece.properties()) {
            String key = entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                add(whole.withObjectProperty(key), value);
            } else if (TEXTS.contains(key) && value.isTextual()) {
                whole.put(key, whole.path(key).asText("") + value.textValue());
            } else if (key.equals("tool_calls") && value.isArray()) {
                value.forEach(whole.withArrayProperty(key)::add);
            } else {
                whole.set(key, value);
            }
        }
    }
}
