package dev.promptcards.assertion.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a provider was configured to offer its model: names, and the schemas of their arguments.
record Declared(Map<String, JsonNode> schemas) {

    static Declared functions(ObjectNode config) {
        return of(List.of(config.path("functions")));
    }

    static Declared tools(ObjectNode config) {
        return of(List.of(config.path("tools")));
    }

    static Declared all(ObjectNode config) {
        return of(List.of(config.path("functions"), config.path("tools")));
    }

    boolean isEmpty() {
        return schemas.isEmpty();
    }

    Optional<JsonNode> schema(String name) {
        return Optional.ofNullable(schemas.get(name));
    }

    private static Declared of(List<JsonNode> lists) {
        Map<String, JsonNode> schemas = new HashMap<>();
        lists.forEach(list -> list.forEach(entry -> add(entry, schemas)));
        return new Declared(Map.copyOf(schemas));
    }

    /// OpenAI: `{type, function: {name, parameters}}` or the inner object alone; Anthropic: `{name,
    /// input_schema}`; Google: `{functionDeclarations: [{name, parameters}]}`. A function without a
    /// schema takes anything.
    private static void add(JsonNode entry, Map<String, JsonNode> schemas) {
        for (String group : List.of("functionDeclarations", "function_declarations")) {
            entry.path(group).forEach(inner -> add(inner, schemas));
        }
        JsonNode function = entry.path("function").isObject() ? entry.path("function") : entry;
        if (function.path("name").isTextual()) {
            JsonNode schema =
                    function.has("input_schema")
                            ? function.path("input_schema")
                            : function.path("parameters");
            schemas.putIfAbsent(
                    function.path("name").textValue(),
                    schema.isMissingNode() ? JsonNodeFactory.instance.objectNode() : schema);
        }
    }
}
