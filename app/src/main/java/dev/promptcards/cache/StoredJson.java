package dev.promptcards.cache;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import jakarta.inject.Singleton;

import java.io.IOException;
import java.util.Optional;

/// Values as they stand in Redis: JSON, in an envelope that names the form they have. One of
/// another form, which an older or newer node has stored, is none.
@Singleton
final class StoredJson {

    /// Changes whenever the form of any value does.
    private static final int SCHEMA = 1;

    private final ObjectMapper json;

    StoredJson(ObjectMapper json) {
        this.json = json;
    }

    private record Envelope(
            @JsonProperty("schema") int schema, @JsonProperty("value") JsonNode value) {}

    byte[] write(Object value) {
        try {
            return json.writeValueAsBytes(new Envelope(SCHEMA, json.valueToTree(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of ours is JSON", e);
        }
    }

    <T> Optional<T> read(byte[] text, Class<T> type) {
        try {
            var envelope = json.readValue(text, Envelope.class);
            return envelope.schema() == SCHEMA
                    ? Optional.of(json.treeToValue(envelope.value(), type))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
