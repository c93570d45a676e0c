package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Provider;
import dev.promptcards.provider.Resolved;
import dev.promptcards.run.ModelName;

import java.util.Optional;

/// A model as a run uses it: a column's, a case's own, or a judge.
///
/// @param config as written, without secrets that were sealed
/// @param transform what makes the output of the answer, before the case's own transform
/// @param resolved the provider, or why it cannot be called
record Target(
        String id,
        Optional<String> label,
        ObjectNode config,
        Optional<JsonNode> transform,
        Resolved resolved) {

    /// What executions are stored under.
    ModelName name() {
        return resolved instanceof Resolved.Ready(Provider provider)
                ? ModelName.of(provider)
                : ModelName.of(id);
    }
}
