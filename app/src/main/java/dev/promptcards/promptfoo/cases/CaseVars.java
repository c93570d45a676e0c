package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The variables of a case as a text that is the same for the same variables, in whatever order and
/// by whatever run they were written.
public final class CaseVars {

    /// Variables that come about while a test runs.
    private static final Set<String> MADE_BY_RUNNING = Set.of("_conversation", "sessionId");

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private CaseVars() {}

    public static String text(JsonNode vars) {
        Map<String, Object> sorted = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : vars.properties()) {
            if (!MADE_BY_RUNNING.contains(entry.getKey())) {
                sorted.put(entry.getKey(), JSON.convertValue(entry.getValue(), Object.class));
            }
        }
        try {
            return JSON.writeValueAsString(sorted);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
