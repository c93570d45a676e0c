package dev.promptcards.promptfoo.result.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A metric computed from a column's named scores, as a configuration lists it under
/// `derivedMetrics`.
///
/// @param value a formula, a JavaScript function as text, or a script `{script, function?}`
public record DerivedMetric(String name, JsonNode value) {

    /// `function (scores) {…}`, `(scores) => …`, `async …`.
    private static final Pattern FUNCTION =
            Pattern.compile("^\\s*(?:async\\b|function\\b|\\([^()]*\\)\\s*=>|\\w+\\s*=>)");

    /// The metrics of a list; what has no name is passed over.
    ///
    /// @param list as written; anything else holds no metric
    public static List<DerivedMetric> read(JsonNode list) {
        List<DerivedMetric> metrics = new ArrayList<>();
        for (JsonNode one : list.isArray() ? list : MissingNode.getInstance()) {
            String name = one.path("name").asText("");
            if (!name.isEmpty()) {
                metrics.add(new DerivedMetric(name, one.path("value")));
            }
        }
        return metrics;
    }

    boolean isFunction() {
        return value.isTextual() && FUNCTION.matcher(value.textValue()).find();
    }
}
