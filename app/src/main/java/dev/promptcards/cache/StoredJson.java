package dev.promptcards.cache;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import jakarta.inject.Singleton;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Values as they stand in Redis: JSON, in an envelope that names the form they have. One of
/// another form, which an older or newer node has stored, is none.
@Singleton
final class StoredJson {

    /// Changes whenever the form of any value does.
    private static final int SCHEMA = 1;

    private static final byte[] BEFORE_VALUE =
            ("{\"schema\":" + SCHEMA + ",\"value\":").getBytes(StandardCharsets.US_ASCII);

    private final ObjectMapper json;

    StoredJson(ObjectMapper json) {
        this.json = json;
    }

    private record Envelope(
            @JsonProperty("schema") int schema, @JsonProperty("value") JsonNode value) {}

    byte[] write(Object value) {
        return value instanceof Json(var text) ? enclosed(text) : written(value);
    }

    /// What [#write] has written; nothing where that had another form.
    <T> Optional<T> read(byte[] text, Class<T> type) {
        return type == Json.class ? opened(text).map(type::cast) : parsed(text, type);
    }

    private static byte[] enclosed(byte[] text) {
        var all = Arrays.copyOf(BEFORE_VALUE, BEFORE_VALUE.length + text.length + 1);
        System.arraycopy(text, 0, all, BEFORE_VALUE.length, text.length);
        all[all.length - 1] = '}';
        return all;
    }

    private static Optional<Json> opened(byte[] text) {
        int begin = BEFORE_VALUE.length;
        boolean ours =
                text.length > begin
                        && text[text.length - 1] == '}'
                        && Arrays.equals(text, 0, begin, BEFORE_VALUE, 0, begin);
        return ours
                ? Optional.of(new Json(Arrays.copyOfRange(text, begin, text.length - 1)))
                : Optional.empty();
    }

    private byte[] written(Object value) {
        try {
            return json.writeValueAsBytes(new Envelope(SCHEMA, json.valueToTree(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of ours is JSON", e);
        }
    }

    private <T> Optional<T> parsed(byte[] text, Class<T> type) {
        try {
            var envelope = json.readValue(text, Envelope.class);
            return envelope != null && envelope.schema() == SCHEMA
                    ? Optional.ofNullable(json.treeToValue(envelope.value(), type))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
