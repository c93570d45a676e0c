package dev.promptcards.promptfoo.file;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.IdentityHashMap;
import java.util.Map;

/// Refuses a document whose anchors and references, written out, would fill the memory ("billion
/// laughs"). Counts without writing out: a shared part is weighed once and added wherever it
/// stands.
final class Expansion {

    /// Values a document may hold when written out; a suite of 100,000 cases holds about two
    /// million.
    static final long MAX_VALUES = 10_000_000;

    private final Map<JsonNode, Long> weights = new IdentityHashMap<>();

    private Expansion() {}

    static void check(Located document) throws Refusal {
        if (new Expansion().weight(document.value()) > MAX_VALUES) {
            throw new Place(document.file(), 0)
                    .refused(
                            "its anchors and references expand to more than %,d values; use fewer"
                                    .formatted(MAX_VALUES));
        }
    }

    private long weight(JsonNode node) {
        if (!node.isContainerNode()) {
            return 1;
        }
        Long known = weights.get(node);
        if (known != null) {
            return known;
        }
        long weight = 1;
        for (JsonNode child : node) {
            weight = Math.min(weight + weight(child), MAX_VALUES + 1);
        }
        weights.put(node, weight);
        return weight;
    }
}
