package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Map;

/// What a test and the defaults have in common, checked and with its files read.
///
/// @param threshold a number, or a missing node
/// @param scoring the script that makes a score of named ones, or a missing node
/// @param choice on what it runs
public record TestParts(
        Map<String, JsonNode> vars,
        ArrayNode assertions,
        ObjectNode options,
        JsonNode threshold,
        ObjectNode metadata,
        JsonNode scoring,
        Choice choice) {

    /// The defaults as the server takes them: without the variables that expand and without the
    /// choice of columns, which stand in each case instead.
    public ObjectNode asDefaults() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode plain = json.putObject("vars");
        vars.forEach(
                (name, value) -> {
                    if (!Variables.expands(value)) {
                        plain.set(name, value);
                    }
                });
        addTo(json);
        return json;
    }

    /// The same with other variables and options.
    TestParts with(Map<String, JsonNode> vars, ObjectNode options) {
        return new TestParts(vars, assertions, options, threshold, metadata, scoring, choice);
    }

    /// Adds all but the variables and the choice of columns.
    void addTo(ObjectNode json) {
        json.set("assert", assertions);
        json.set("options", options);
        if (threshold.isNumber()) {
            json.set("threshold", threshold);
        }
        if (!metadata.isEmpty()) {
            json.set("metadata", metadata);
        }
        if (!scoring.isMissingNode()) {
            json.set("assertScoringFunction", scoring);
        }
    }
}
