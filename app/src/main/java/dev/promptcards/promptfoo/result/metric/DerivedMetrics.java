package dev.promptcards.promptfoo.result.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.result.Column;
import dev.promptcards.promptfoo.result.Columns;
import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptJob;
import dev.promptcards.script.ScriptResult;
import dev.promptcards.script.ScriptScope;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Computes the derived metrics of each column from the sums of its named scores, in the order they
/// are listed: a metric may use those before it, and `__count`, how many executions the column has.
public final class DerivedMetrics {

    private static final ScriptScope SCOPE = new ScriptScope("derived-metrics");
    private static final String COUNT = "__count";

    private DerivedMetrics() {}

    /// Adds the metrics to the columns, or why one is missing.
    public static void compute(List<DerivedMetric> metrics, Columns columns) {
        if (metrics.isEmpty()) {
            return;
        }
        try (Sandbox sandbox = new Sandbox()) {
            columns.all().forEach(column -> compute(metrics, column, sandbox));
        }
    }

    private static void compute(List<DerivedMetric> metrics, Column column, Sandbox sandbox) {
        Map<String, Double> names = new LinkedHashMap<>(column.namedScores());
        names.put(COUNT, (double) column.total());
        for (DerivedMetric metric : metrics) {
            try {
                double value = value(metric, names, column, sandbox);
                if (!Double.isFinite(value)) {
                    throw new MetricFault("its value is no finite number");
                }
                column.derive(metric.name(), value);
                names.put(metric.name(), value);
            } catch (MetricFault fault) {
                column.deriveFailed(metric.name(), fault.reason());
            }
        }
    }

    private static double value(
            DerivedMetric metric, Map<String, Double> names, Column column, Sandbox sandbox)
            throws MetricFault {
        JsonNode value = metric.value();
        if (value.path("script").isTextual()) {
            return called(
                    value.path("script").textValue(),
                    Optional.ofNullable(value.path("function").textValue()),
                    names,
                    column,
                    sandbox);
        }
        if (metric.isFunction()) {
            return called(
                    "module.exports = " + value.textValue(),
                    Optional.empty(),
                    names,
                    column,
                    sandbox);
        }
        if (!value.isTextual() && !value.isNumber()) {
            throw new MetricFault("its value is neither a formula nor a function");
        }
        return Formula.value(value.asText(), names);
    }

    private static double called(
            String module,
            Optional<String> function,
            Map<String, Double> names,
            Column column,
            Sandbox sandbox)
            throws MetricFault {
        ObjectNode scores = JsonNodeFactory.instance.objectNode();
        names.forEach(scores::put);
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.putObject("provider").put("label", column.provider());
        ScriptJob job = new ScriptJob.Call(module, function, List.of(scores, context));
        return switch (sandbox.submit(SCOPE, job).join()) {
            case ScriptResult.Value(JsonNode value) when value.isNumber() -> value.doubleValue();
            case ScriptResult.Value(JsonNode value) when value.isBoolean() ->
                    value.booleanValue() ? 1 : 0;
            case ScriptResult.Value _ -> throw new MetricFault("its function gives no number");
            case ScriptResult.Failed(String message) -> throw new MetricFault(message);
            case ScriptResult.Stopped(String message) -> throw new MetricFault(message);
        };
    }
}
