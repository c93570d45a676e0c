package dev.promptcards.connection;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.micronaut.core.annotation.Introspected;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// A connection as a caller writes it. The key and the headers go in and never come out: where they
/// are missing, those stored stay, as long as the connection leads where it led before.
///
/// @param key empty takes the stored one away
/// @param headers values by name; they are sealed like the key
/// @param isDefault takes it from the connection of that kind that had it
@Introspected
public record ConnectionDraft(
        @Nullable String kind,
        @Nullable String baseUrl,
        @Nullable List<String> models,
        @Nullable ObjectNode limits,
        @Nullable Map<String, ModelPrice> prices,
        @Nullable Map<String, String> headers,
        @Nullable String key,
        @JsonProperty("default") @Nullable Boolean isDefault) {

    @Override
    public String toString() {
        return "ConnectionDraft[" + kind + "]";
    }
}
