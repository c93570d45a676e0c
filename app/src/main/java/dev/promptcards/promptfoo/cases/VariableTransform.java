package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.ScriptFiles;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `options.transformVars` sees the variables of a test before their lists multiply, and may make
/// lists itself. So where there are any it is applied while the test is read; else it is left to
/// whoever runs the case.
record VariableTransform(ScriptFiles scripts) {

    private static final String OPTION = "transformVars";

    /// What is left of a test's own parts; the same where no list is about.
    ///
    /// @param place of the option, or of the test where it is the defaults'
    TestParts applied(Place place, TestParts defaults, TestParts own, Remarks remarks) {
        JsonNode code = written(own).isMissingNode() ? written(defaults) : written(own);
        if (code.isMissingNode()) {
            return own;
        }
        ObjectNode vars = JsonNodeFactory.instance.objectNode();
        defaults.vars().forEach(vars::set);
        own.vars().forEach(vars::set);
        boolean hasLists = multiplies(vars);
        try {
            JsonNode made = made(place, code, vars);
            if (!hasLists && !multiplies(made)) {
                return own;
            }
            if (!made.isObject()) {
                throw place.refused("it returned no object of variables");
            }
            vars.setAll((ObjectNode) made);
        } catch (Refusal refusal) {
            if (!hasLists) {
                return own;
            }
            remarks.unsupported(
                    place, "the variables cannot be transformed: " + refusal.finding().message());
        }
        Map<String, JsonNode> all = new LinkedHashMap<>();
        vars.properties().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        // An empty text, so that the defaults' is not applied once more.
        ObjectNode options = own.options().deepCopy().put(OPTION, "");
        return own.with(all, options);
    }

    private JsonNode made(Place place, JsonNode code, ObjectNode vars) throws Refusal {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.putObject("prompt");
        return code instanceof ObjectNode script
                ? scripts.call(place, script, List.of(vars, context))
                : scripts.evaluate(place, code.asText(), Map.of("vars", vars, "context", context));
    }

    private static JsonNode written(TestParts parts) {
        JsonNode code = parts.options().path(OPTION);
        return code.isObject() || !code.asText("").isEmpty()
                ? code
                : JsonNodeFactory.instance.missingNode();
    }

    private static boolean multiplies(JsonNode vars) {
        return vars.valueStream().anyMatch(value -> value.isArray() && value.path(0).isTextual());
    }
}
