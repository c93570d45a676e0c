package dev.promptcards.promptfoo.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/// A model, or what stands for one.
///
/// @param id such as `openai:chat:gpt-4o-mini` or `echo`
/// @param label what result tables call it; empty if its author gave none
/// @param config passed to the provider, with the `transform` of its answers; holds no key, only
///     the
///     name of the variable that does
/// @param prompts the labels of the prompts it is tried with; empty for all
/// @param unsupported why it cannot be called, if so
public record PlannedProvider(
        String id,
        String label,
        ObjectNode config,
        Optional<List<String>> prompts,
        Optional<String> unsupported) {

    /// The label, or the id where there is none.
    public String name() {
        return label.isEmpty() ? id : label;
    }

    /// The names tests and filters know it by.
    public List<String> names() {
        return label.isEmpty() ? List.of(id) : List.of(id, label);
    }
}
