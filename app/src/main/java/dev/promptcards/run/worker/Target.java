package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Provider;
import dev.promptcards.provider.Resolved;
import dev.promptcards.run.ModelName;

import java.util.Optional;
import java.util.function.Supplier;

/// A model as a run uses it: a column's, a case's own, or a judge.
///
/// @param config as written, without secrets that were sealed
/// @param transform what makes the output of the answer, before the case's own transform
/// @param opening the provider, or why it cannot be called, whenever somebody asks
record Target(
        String id,
        Optional<String> label,
        ObjectNode config,
        Optional<JsonNode> transform,
        Supplier<Resolved> opening) {

    /// The provider as its connection stands now, or why it cannot be called.
    Resolved resolved() {
        return opening.get();
    }

    /// What executions are stored under.
    ModelName name() {
        return resolved() instanceof Resolved.Ready(Provider provider)
                ? ModelName.of(provider)
                : ModelName.of(id);
    }
}
