package dev.promptcards.promptfoo.file;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/// On which line the parts of a document stand. Mappings, lists and the keys of mappings are known;
/// values are looked up by identity, since equal parts stand in many places.
public final class Lines {

    private final Map<JsonNode, Integer> starts = new IdentityHashMap<>();
    private final Map<JsonNode, Map<String, Integer>> keys = new IdentityHashMap<>();
    private final int otherwise;

    private Lines(int otherwise) {
        this.otherwise = otherwise;
    }

    /// A document that stands on one line, as in JSONL; anything not known is on that line.
    public static Lines single(int line) {
        return new Lines(line);
    }

    void start(JsonNode container, int line) {
        starts.put(container, line);
    }

    void key(JsonNode mapping, String key, int line) {
        keys.computeIfAbsent(mapping, _ -> new HashMap<>()).put(key, line);
    }

    /// A value made out of another stands where that stands, and its keys where they stand there.
    public void alias(JsonNode made, JsonNode of) {
        start(made, of(of));
        keys.getOrDefault(of, Map.of()).forEach((key, line) -> key(made, key, line));
    }

    int of(JsonNode container) {
        return starts.getOrDefault(container, otherwise);
    }

    int of(JsonNode mapping, String key) {
        Integer line = keys.getOrDefault(mapping, Map.of()).get(key);
        return line != null ? line : of(mapping);
    }
}
