package dev.promptcards.http;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts right what micronaut-openapi 6.20 gets wrong when it writes OpenAPI 3.1: a nullable text
/// has the types `[string, null, object]`, a nullable map or free JSON the type `null` alone, a
/// nullable object must be null and an object at once, a parameter that may be left out has the
/// type `null` besides its own, an answer without content has some, and a backtick in a
/// description is led by a backslash. Goes away with the fault.
final class OpenApiRepair {

    private OpenApiRepair() {}

    static String repaired(String yaml) {
        var dump = new DumperOptions();
        dump.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        var parser =
                new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(dump), dump);
        return parser.dump(repaired((Object) parser.load(yaml)));
    }

    private static Object repaired(Object node) {
        return switch (node) {
            case Map<?, ?> map -> schema(map);
            case List<?> list -> list.stream().map(OpenApiRepair::repaired).toList();
            case String text -> text.replace("\\`", "`");
            case null, default -> node;
        };
    }

    private static Map<Object, Object> schema(Map<?, ?> map) {
        var schema = new LinkedHashMap<Object, Object>();
        map.forEach((name, value) -> schema.put(name, repaired(value)));
        if ("null".equals(schema.get("type"))) {
            nullable(schema);
        }
        if (schema.get("type") instanceof List<?> types
                && types.contains("null")
                && types.size() > 2) {
            var without = new ArrayList<Object>(types);
            without.remove("object");
            schema.put("type", without);
        }
        if (schema.get("in") instanceof String && schema.get("schema") instanceof Map<?, ?> value) {
            schema.put("schema", present(value));
        }
        if (schema.get("204") instanceof Map<?, ?> answer) {
            schema.put("204", Map.of("description", String.valueOf(answer.get("description"))));
        }
        return schema;
    }

    /// What may be null, and is said to be nothing else.
    private static void nullable(Map<Object, Object> schema) {
        schema.remove("type");
        if (schema.containsKey("additionalProperties")) {
            schema.put("type", List.of("object", "null"));
        } else if (schema.remove("allOf") instanceof List<?> all) {
            var either = new ArrayList<Object>(all);
            either.add(Map.of("type", "null"));
            schema.put("anyOf", either);
        }
    }

    /// What a parameter is where it is given.
    private static Map<Object, Object> present(Map<?, ?> nullable) {
        var schema = new LinkedHashMap<Object, Object>(nullable);
        if (schema.get("type") instanceof List<?> types) {
            var without = new ArrayList<Object>(types);
            without.remove("null");
            schema.put("type", without.size() == 1 ? without.getFirst() : without);
        }
        return schema;
    }
}
