package dev.promptcards.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// One text for all writings of the same JSON value: members sorted by name, no white space.
public final class CanonicalJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                    .disable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    private CanonicalJson() {}

    public static String write(JsonNode value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }
}
