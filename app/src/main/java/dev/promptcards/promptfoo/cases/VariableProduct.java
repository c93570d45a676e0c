package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Every combination of the values variables may take; the last variable changes fastest.
/// Combinations are made when asked for, not held.
record VariableProduct(SequencedMap<String, List<JsonNode>> values) {

    /// How many combinations there are, at most one more than `limit`.
    long size(long limit) {
        long size = 1;
        for (List<JsonNode> some : values.values()) {
            size = Math.min(size * some.size(), limit + 1);
        }
        return size;
    }

    /// The combination at an index from 0.
    ObjectNode at(long index) {
        ObjectNode combination = JsonNodeFactory.instance.objectNode();
        // Keeps the order of the variables, whatever order they are chosen in.
        values.keySet().forEach(combination::putNull);
        long rest = index;
        for (Map.Entry<String, List<JsonNode>> entry : values.reversed().entrySet()) {
            int size = entry.getValue().size();
            combination.set(entry.getKey(), entry.getValue().get((int) (rest % size)));
            rest /= size;
        }
        return combination;
    }
}
