package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// On what a test runs; missing nodes where it does not say.
///
/// @param provider takes the place of every column's: `{id, label?, config?}`
/// @param providers names of the providers it is tried on
/// @param prompts names of the prompts it is tried with
public record Choice(JsonNode provider, JsonNode providers, JsonNode prompts) {

    static final Choice ALL =
            new Choice(
                    MissingNode.getInstance(),
                    MissingNode.getInstance(),
                    MissingNode.getInstance());

    /// What a test says, and where it says nothing, what another says.
    Choice or(Choice other) {
        return new Choice(
                first(provider, other.provider),
                first(providers, other.providers),
                first(prompts, other.prompts));
    }

    void addTo(ObjectNode json) {
        put(json, "provider", provider);
        put(json, "providers", providers);
        put(json, "prompts", prompts);
    }

    private static JsonNode first(JsonNode one, JsonNode other) {
        return one.isMissingNode() ? other : one;
    }

    private static void put(ObjectNode json, String key, JsonNode value) {
        if (!value.isMissingNode()) {
            json.set(key, value);
        }
    }
}
