package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.ScriptFiles;

import java.util.List;
import java.util.Optional;

/// `beforeEach` hooks: each case, as it is after the defaults were merged into it, goes through
/// them, and what they make of it is run. They are called once a case, not once a column.
///
/// @param scripts that are called with `({test}, {hookName})` and return the same, changed
public record Hooks(ScriptFiles files, List<Script> scripts) {

    /// A hook and where it is named.
    public record Script(Place place, ObjectNode script) {}

    private static final List<String> PARTS =
            List.of(
                    "description",
                    "vars",
                    "assert",
                    "threshold",
                    "metadata",
                    "options",
                    "providerOutput",
                    "assertScoringFunction");

    /// What the hooks make of a case. A hook that fails makes it an error.
    ObjectNode applied(ObjectNode one, TestParts defaults) {
        if (scripts.isEmpty() || one.has("unsupported")) {
            return one;
        }
        ObjectNode test = merged(one, defaults);
        try {
            for (Script hook : scripts) {
                test = called(hook, test);
            }
        } catch (Refusal refusal) {
            return one.put("unsupported", "the hook beforeEach: " + refusal.finding().message());
        }
        ObjectNode changed = one.deepCopy();
        for (String part : PARTS) {
            changed.remove(part);
            JsonNode value = test.path(part);
            if (!value.isMissingNode() && !value.isNull()) {
                changed.set(part, value);
            }
        }
        // Those of the defaults are among its own by now.
        changed.withObjectProperty("options").put("disableDefaultAsserts", true);
        return changed;
    }

    private ObjectNode called(Script hook, ObjectNode test) throws Refusal {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.set("test", test);
        ObjectNode about = JsonNodeFactory.instance.objectNode().put("hookName", "beforeEach");
        JsonNode returned = files.call(hook.place(), hook.script(), List.of(context, about));
        if (!(returned.path("test") instanceof ObjectNode changed)
                || !changed.path("vars").isObject()
                || !changed.path("assert").isArray()) {
            throw hook.place().refused("it returned no {test} with 'vars' and 'assert'");
        }
        return changed;
    }

    private static ObjectNode merged(ObjectNode one, TestParts defaults) {
        ObjectNode test = JsonNodeFactory.instance.objectNode();
        Optional.ofNullable(one.get("description"))
                .ifPresent(text -> test.set("description", text));
        ObjectNode vars = test.putObject("vars");
        defaults.vars().forEach(vars::set);
        vars.setAll((ObjectNode) one.path("vars"));
        ObjectNode options = test.putObject("options").setAll(defaults.options());
        options.setAll((ObjectNode) one.path("options"));
        ArrayNode assertions = test.putArray("assert");
        if (!options.path("disableDefaultAsserts").asBoolean()) {
            assertions.addAll(defaults.assertions());
        }
        assertions.addAll((ArrayNode) one.path("assert"));
        ObjectNode metadata = test.putObject("metadata").setAll(defaults.metadata());
        if (one.path("metadata") instanceof ObjectNode own) {
            metadata.setAll(own);
        }
        JsonNode threshold = one.has("threshold") ? one.path("threshold") : defaults.threshold();
        if (!threshold.isMissingNode()) {
            test.set("threshold", threshold);
        }
        JsonNode scoring =
                one.has("assertScoringFunction")
                        ? one.path("assertScoringFunction")
                        : defaults.scoring();
        if (!scoring.isMissingNode()) {
            test.set("assertScoringFunction", scoring);
        }
        if (one.has("providerOutput")) {
            test.set("providerOutput", one.path("providerOutput"));
        }
        return test;
    }
}
