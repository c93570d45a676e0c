package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;

/// The columns of a run by their number, filled as executions come, and the sums over all of them.
public final class Columns {

    private final TreeMap<Integer, Column> byIndex = new TreeMap<>();
    private final TokenUsage tokens = new TokenUsage();

    /// Takes one execution, as the server tells it.
    public void add(JsonNode execution) {
        byIndex.computeIfAbsent(execution.path("promptIdx").asInt(), _ -> new Column(execution))
                .add(execution);
        tokens.add(execution);
    }

    public Collection<Column> all() {
        return byIndex.values();
    }

    public SortedSet<Integer> indexes() {
        return byIndex.navigableKeySet();
    }

    /// @param index one of [#indexes]
    public Column at(int index) {
        return Objects.requireNonNull(byIndex.get(index));
    }

    /// promptfoo's `results.stats`.
    public ObjectNode stats(long durationMillis) {
        ObjectNode stats = JsonNodeFactory.instance.objectNode();
        stats.put("successes", count(Outcome.PASSED));
        stats.put("failures", count(Outcome.FAILED));
        stats.put("errors", errors());
        stats.set("tokenUsage", tokens.json());
        return stats.put("durationMs", durationMillis);
    }

    public int count(Outcome outcome) {
        return byIndex.values().stream().mapToInt(column -> column.count(outcome)).sum();
    }

    /// Errors and unknown outcomes.
    public int errors() {
        return count(Outcome.ERROR) + count(Outcome.UNKNOWN);
    }

    /// Tokens of all answers.
    public long tokens() {
        return tokens.total();
    }

    /// What is known of the answers' cost.
    public double costUsd() {
        return byIndex.values().stream().mapToDouble(Column::costUsd).sum();
    }

    public double judgesCostUsd() {
        return byIndex.values().stream().mapToDouble(Column::judgesCostUsd).sum();
    }

    public int total() {
        return byIndex.values().stream().mapToInt(Column::total).sum();
    }
}
