package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// A column of results, that is one prompt on one provider, with the sums promptfoo keeps of it.
public final class Column {

    private final String provider;
    private final String label;
    private final String raw;
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, Double> namedScores = new TreeMap<>();
    private final Map<String, Integer> namedScoresCount = new TreeMap<>();
    private final Map<String, Double> derived = new LinkedHashMap<>();
    private final Map<String, String> notDerived = new LinkedHashMap<>();
    private final TokenUsage tokens = new TokenUsage();
    private double score;
    private int scored;
    private int assertionsPassed;
    private int assertionsFailed;
    private long latencyMillis;
    private double costUsd;
    private double judgesCostUsd;

    Column(JsonNode execution) {
        String providerLabel = execution.path("providerLabel").asText("");
        this.provider =
                providerLabel.isEmpty() ? execution.path("provider").asText("") : providerLabel;
        this.label = execution.path("promptLabel").asText("");
        this.raw = execution.path("promptRaw").asText(label);
    }

    void add(JsonNode execution) {
        outcomes.merge(Outcome.of(execution), 1, Integer::sum);
        if (execution.path("score").isNumber()) {
            score += execution.path("score").asDouble();
            scored++;
        }
        for (JsonNode component : execution.path("components")) {
            assertionsPassed += component.path("pass").asBoolean() ? 1 : 0;
            assertionsFailed += component.path("pass").asBoolean() ? 0 : 1;
        }
        for (var named : execution.path("namedScores").properties()) {
            if (named.getValue().isNumber()) {
                namedScores.merge(named.getKey(), named.getValue().asDouble(), Double::sum);
                namedScoresCount.merge(
                        named.getKey(), contributing(execution, named.getKey()), Integer::sum);
            }
        }
        latencyMillis += execution.path("executionTimeMs").asLong();
        costUsd += execution.path("costUsd").asDouble();
        judgesCostUsd += execution.path("gradingCostUsd").asDouble();
        tokens.add(execution);
    }

    private static int contributing(JsonNode execution, String metric) {
        long count =
                execution
                        .path("components")
                        .valueStream()
                        .filter(component -> metricOf(component).equals(metric))
                        .count();
        return (int) Math.max(count, 1);
    }

    private static String metricOf(JsonNode component) {
        return component.path("assertion").path("metric").asText(component.path("metric").asText());
    }

    /// `[provider] label`.
    public String heading() {
        return provider.isEmpty() ? label : "[%s] %s".formatted(provider, label);
    }

    /// The provider's label, or its id where it has none.
    public String provider() {
        return provider;
    }

    public Iterable<String> metricNames() {
        return namedScores.keySet();
    }

    /// The sums of the named scores.
    public Map<String, Double> namedScores() {
        return Collections.unmodifiableMap(namedScores);
    }

    public int count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    public int total() {
        return outcomes.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// The mean of the scores there are.
    public OptionalDouble meanScore() {
        return scored == 0 ? OptionalDouble.empty() : OptionalDouble.of(score / scored);
    }

    public long latencyMillis() {
        return latencyMillis;
    }

    /// What is known of it; an answer without a price adds nothing.
    public double costUsd() {
        return costUsd;
    }

    /// What the judges cost.
    public double judgesCostUsd() {
        return judgesCostUsd;
    }

    /// Adds a metric computed from the sums.
    public void derive(String name, double value) {
        derived.put(name, value);
    }

    /// Names a metric that could not be computed.
    public void deriveFailed(String name, String reason) {
        notDerived.put(name, reason);
    }

    /// The derived metrics by name.
    public Map<String, Double> derived() {
        return Collections.unmodifiableMap(derived);
    }

    /// Why a derived metric is missing, by its name.
    public Map<String, String> notDerived() {
        return Collections.unmodifiableMap(notDerived);
    }

    /// A column in promptfoo's form.
    public ObjectNode json() {
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
        derived.forEach(scores::put);
        ObjectNode counts = metrics.putObject("namedScoresCount");
        namedScoresCount.forEach(counts::put);
        if (!notDerived.isEmpty()) {
            notDerived.forEach(metrics.putObject("derivedMetricErrors")::put);
        }
        metrics.put("cost", costUsd);
        metrics.put("gradingCost", judgesCostUsd);
        return json;
    }
}
