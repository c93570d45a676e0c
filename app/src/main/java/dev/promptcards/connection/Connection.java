package dev.promptcards.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.http.EntityTag;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a workspace reaches a provider of models, without its key.
///
/// @param kind the vendor, as ids of providers begin: `openai`
/// @param baseUrl the vendor's own where empty
/// @param models those that may be asked; any where empty
/// @param limits `requestsPerMinute`, `tokensPerMinute`, `maxConcurrency`
/// @param prices by model, in USD per million tokens, see [ModelPrice]
/// @param headerNames of the headers sent besides; their values are sealed with the key
/// @param keyHint the key's last four characters, where it is long enough to spare them
/// @param isDefault whether runs without a key of their own take it
/// @param revision grows with every change
public record Connection(
        ConnectionId id,
        String slug,
        String kind,
        Optional<String> baseUrl,
        JsonNode models,
        JsonNode limits,
        JsonNode prices,
        JsonNode headerNames,
        boolean keySet,
        String keyHint,
        boolean isDefault,
        int revision,
        Optional<Instant> archivedAt,
        Instant createdAt,
        Instant updatedAt) {

    public EntityTag entityTag() {
        return new EntityTag("r" + revision);
    }

    List<String> modelList() {
        return models.valueStream().map(JsonNode::textValue).toList();
    }

    List<String> headerList() {
        return headerNames.valueStream().map(JsonNode::textValue).toList();
    }

    Optional<ModelPrice> price(String model) {
        return prices.get(model) instanceof ObjectNode price
                ? Optional.of(ModelPrice.of(price))
                : Optional.empty();
    }
}
