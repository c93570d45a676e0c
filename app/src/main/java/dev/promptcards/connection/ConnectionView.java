package dev.promptcards.connection;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A connection as the API shows it: never its key, nor a header's value.
///
/// @param baseUrl null for the vendor's own
/// @param headers names alone
/// @param keyHint the key's last four characters; null where there is none or it is short
record ConnectionView(
        UUID id,
        String slug,
        String kind,
        @Nullable String baseUrl,
        List<String> models,
        JsonNode limits,
        JsonNode prices,
        List<String> headers,
        boolean keySet,
        @Nullable String keyHint,
        @JsonProperty("default") boolean isDefault,
        Instant createdAt,
        Instant updatedAt) {

    static ConnectionView of(Connection connection) {
        return new ConnectionView(
                connection.id().value(),
                connection.slug(),
                connection.kind(),
                connection.baseUrl().orElse(null),
                connection.modelList(),
                connection.limits(),
                connection.prices(),
                connection.headerList(),
                connection.keySet(),
                connection.keyHint().isEmpty() ? null : connection.keyHint(),
                connection.isDefault(),
                connection.createdAt(),
                connection.updatedAt());
    }
}
