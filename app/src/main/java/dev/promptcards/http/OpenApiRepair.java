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
/// has the types `[string, null, object]`, a nullable map the type `null` alone, and a backtick in
/// a description is led by a backslash. Goes away with the fault.
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
        if ("null".equals(schema.get("type")) && schema.containsKey("additionalProperties")) {
            schema.put("type", List.of("object", "null"));
        }
        if (schema.get("type") instanceof List<?> types
                && types.contains("null")
                && types.size() > 2) {
            var without = new ArrayList<Object>(types);
            without.remove("object");
            schema.put("type", without);
        }
        return schema;
    }
}
