package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// A column of results, that is one prompt on one provider, with the sums promptfoo keeps of it.
final class Column {

    private final String provider;
    private final String label;
    private final String raw;
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, Double> namedScores = new TreeMap<>();
    private final Map<String, Integer> namedScoresCount = new TreeMap<>();
    private final TokenUsage tokens = new TokenUsage();
    private double score;
    private int assertionsPassed;
    private int assertionsFailed;
    private long latencyMillis;
    private double costUsd;

    Column(JsonNode execution) {
        String providerLabel = execution.path("providerLabel").asText("");
        this.provider =
                providerLabel.isEmpty() ? execution.path("provider").asText("") : providerLabel;
        this.label = execution.path("promptLabel").asText("");
        this.raw = execution.path("promptRaw").asText(label);
    }

    void add(JsonNode execution) {
        outcomes.merge(Outcome.of(execution), 1, Integer::sum);
        score += execution.path("score").asDouble();
        for (JsonNode component : execution.path("components")) {
            assertionsPassed += component.path("pass").asBoolean() ? 1 : 0;
            assertionsFailed += component.path("pass").asBoolean() ? 0 : 1;
        }
        for (var named : execution.path("namedScores").properties()) {
            namedScores.merge(named.getKey(), named.getValue().asDouble(), Double::sum);
            namedScoresCount.merge(
                    named.getKey(), contributing(execution, named.getKey()), Integer::sum);
        }
        latencyMillis += execution.path("executionTimeMs").asLong();
        costUsd += execution.path("costUsd").asDouble();
        tokens.add(execution);
    }

    private static int contributing(JsonNode execution, String metric) {
        long count =
                execution
                        .path("components")
                        .valueStream()
                        .filter(component -> component.path("metric").asText("").equals(metric))
                        .count();
        return (int) Math.max(count, 1);
    }

    /// `[provider] label`.
    String heading() {
        return provider.isEmpty() ? label : "[%s] %s".formatted(provider, label);
    }

    Iterable<String> metricNames() {
        return namedScores.keySet();
    }

    int count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    int total() {
        return outcomes.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// A column in promptfoo's form.
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("raw", raw).put("label", label).put("provider", provider);
        ObjectNode metrics = json.putObject("metrics");
        metrics.put("score", score);
        metrics.put("testPassCount", count(Outcome.PASSED));
        metrics.put("testFailCount", count(Outcome.FAILED));
        metrics.put("testErrorCount", count(Outcome.ERROR) + count(Outcome.UNKNOWN));
        metrics.put("assertPassCount", assertionsPassed);
        metrics.put("assertFailCount", assertionsFailed);
        metrics.put("totalLatencyMs", latencyMillis);
        metrics.set("tokenUsage", tokens.json());
        ObjectNode scores = metrics.putObject("namedScores");
        namedScores.forEach(scores::put);
        ObjectNode counts = metrics.putObject("namedScoresCount");
        namedScoresCount.forEach(counts::put);
        metrics.put("cost", costUsd);
        return json;
    }
}
