package dev.promptcards.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.Api;

import org.yaml.snakeyaml.Yaml;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The description of the interface, as a server serves it.
record Description(JsonNode document) {

    static Description of(Api api) {
        return new Description(
                new ObjectMapper().valueToTree(new Yaml().load(api.get("/openapi.yaml").text())));
    }

    /// By method and path.
    Map<String, JsonNode> operations() {
        var operations = new TreeMap<String, JsonNode>();
        for (var path : document.path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                operations.put(
                        method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        method.getValue());
            }
        }
        return operations;
    }

    /// Those of reading what is at a path.
    List<JsonNode> parameters(String path) {
        return document.path("paths").path(path).at("/get/parameters").valueStream().toList();
    }

    /// More than that there is a value, or none.
    boolean saysSomething(JsonNode schema) {
        if (schema.has("$ref")) {
            return saysSomething(document.at(schema.path("$ref").asText().substring(1)));
        }
        for (var parts : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(parts)) {
                return schema.path(parts).valueStream().anyMatch(this::saysSomething);
            }
        }
        return schema.has("enum")
                || schema.has("properties")
                || schema.has("additionalProperties")
                || types(schema)
                        .anyMatch(
                                type ->
                                        switch (type) {
                                            case "null", "object" -> false;
                                            case "array" -> saysSomething(schema.path("items"));
                                            default -> true;
                                        });
    }

    private static Stream<String> types(JsonNode schema) {
        var type = schema.path("type");
        return type.isTextual()
                ? Stream.of(type.asText())
                : type.valueStream().map(JsonNode::asText);
    }
}
