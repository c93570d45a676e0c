package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Findings;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.ScriptFiles;

/// Reads `derivedMetrics`: a list of `{name, value}`, the value a formula, a function, or a file
/// that holds one.
final class Metrics {

    private Metrics() {}

    /// @return the list with scripts in place of files; empty where there is none
    static ArrayNode read(Located config, ScriptFiles scripts, Findings findings) throws Refusal {
        ArrayNode metrics = JsonNodeFactory.instance.arrayNode();
        Located written = config.get("derivedMetrics");
        if (!written.isPresent()) {
            return metrics;
        }
        for (JsonNode one : written.value().isArray() ? written.value() : metrics) {
            ObjectNode metric = one.isObject() ? one.deepCopy() : metrics.objectNode();
            if (metric.path("name").asText("").isEmpty() || !metric.has("value")) {
                throw written.part(one)
                        .place()
                        .refused(
                                "a derived metric has a 'name' and a 'value', such as p / __count");
            }
            String value = metric.path("value").asText("");
            if (value.startsWith("file://") && ScriptFiles.isScript(value)) {
                metric.set("value", scripts.read(written.place(), value, findings));
            }
            metrics.add(metric);
        }
        return metrics;
    }
}
