package dev.promptcards.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// What a draft makes of a connection, held to the rules.
record ConnectionFields(
        String kind,
        Optional<String> baseUrl,
        JsonNode models,
        JsonNode limits,
        JsonNode prices,
        boolean isDefault) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final ArrayNode NO_MODELS = JSON.createArrayNode();
    private static final ObjectNode NOTHING = JSON.createObjectNode();

    /// A connection of nothing but what the draft says.
    static ConnectionFields blank(String kind) {
        return new ConnectionFields(kind, Optional.empty(), NO_MODELS, NOTHING, NOTHING, false);
    }

    static ConnectionFields of(Connection stored) {
        return new ConnectionFields(
                stored.kind(),
                stored.baseUrl(),
                stored.models(),
                stored.limits(),
                stored.prices(),
                stored.isDefault());
    }

    /// The same with what the draft says; an empty base URL is the vendor's own.
    ConnectionFields with(ConnectionDraft draft, ConnectionRules rules) {
        String newKind = draft.kind() == null ? kind : rules.kind(draft.kind());
        return ConnectionRules.whole(
                new ConnectionFields(
                        newKind,
                        draft.baseUrl() == null ? baseUrl : rules.baseUrl(draft.baseUrl()),
                        draft.models() == null
                                ? models
                                : tree(rules.models(newKind, draft.models())),
                        draft.limits() == null ? limits : rules.limits(draft.limits()),
                        draft.prices() == null ? prices : tree(rules.prices(draft.prices())),
                        draft.isDefault() == null ? isDefault : draft.isDefault()));
    }

    /// Whether a key that was kept for one is sent to the same place by the other.
    boolean leadsWhere(@Nullable Connection stored) {
        return stored != null && stored.kind().equals(kind) && stored.baseUrl().equals(baseUrl);
    }

    static JsonNode names(List<String> names) {
        return tree(names);
    }

    private static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }
}
