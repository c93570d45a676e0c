package dev.promptcards.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/// Variables as the JSON they are stored as.
public final class CardJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CardJson() {}

    public static ArrayNode tree(List<?> list) {
        return JSON.valueToTree(list);
    }

    static ArrayNode emptyArray() {
        return JSON.createArrayNode();
    }

    static ObjectNode emptyObject() {
        return JSON.createObjectNode();
    }

    /// Reads what this class wrote.
    public static List<Variable> variables(JsonNode stored) {
        try {
            return JSON.treeToValue(stored, new TypeReference<List<Variable>>() {});
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("stored variables do not read", broken);
        }
    }
}
