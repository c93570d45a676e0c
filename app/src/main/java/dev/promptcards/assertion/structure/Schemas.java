package dev.promptcards.assertion.structure;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Map;

/// The schemas last used, compiled once. Safe for use by many threads.
public final class Schemas {

    private static final int MOST_KEPT = 256;

    private final Map<JsonNode, JsonSchema> kept =
            new LinkedHashMap<>(MOST_KEPT * 2, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<JsonNode, JsonSchema> eldest) {
                    return size() > MOST_KEPT;
                }
            };

    /// The schema an author wrote as JSON, or as YAML in a text.
    public JsonSchema compiled(JsonNode written) {
        JsonSchema schema;
        synchronized (kept) {
            schema = kept.get(written);
        }
        if (schema == null) {
            // Outside the lock: two threads may compile one schema, and none waits for another's.
            schema = SchemaCompiler.compile(written);
            synchronized (kept) {
                kept.put(written, schema);
            }
        }
        return schema;
    }
}
