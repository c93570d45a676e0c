package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.Objects;
import java.util.TreeMap;

/// The columns of a run by their number, filled as executions come, and the sums over all of them.
final class Columns {

    private final TreeMap<Integer, Column> byIndex = new TreeMap<>();
    private final TokenUsage tokens = new TokenUsage();

    void add(JsonNode execution) {
        byIndex.computeIfAbsent(execution.path("promptIdx").asInt(), _ -> new Column(execution))
                .add(execution);
        tokens.add(execution);
    }

    Collection<Column> all() {
        return byIndex.values();
    }

    Iterable<Integer> indexes() {
        return byIndex.keySet();
    }

    /// @param index one of [#indexes]
    Column at(int index) {
        return Objects.requireNonNull(byIndex.get(index));
    }

    /// promptfoo's `results.stats`.
    ObjectNode stats(long durationMillis) {
        ObjectNode stats = JsonNodeFactory.instance.objectNode();
        stats.put("successes", count(Outcome.PASSED));
        stats.put("failures", count(Outcome.FAILED));
        stats.put("errors", count(Outcome.ERROR) + count(Outcome.UNKNOWN));
        stats.set("tokenUsage", tokens.json());
        return stats.put("durationMs", durationMillis);
    }

    int count(Outcome outcome) {
        return byIndex.values().stream().mapToInt(column -> column.count(outcome)).sum();
    }
}
