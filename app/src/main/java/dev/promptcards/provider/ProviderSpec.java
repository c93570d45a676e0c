package dev.promptcards.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/// One model behind one endpoint, as a run names it.
///
/// @param id as promptfoo writes it: `openai:chat:gpt-4o-mini`, `echo`, `replay:sample`
/// @param label what results show instead of the id
/// @param config the configuration as written; it may hold a key, so it is never printed
public record ProviderSpec(String id, Optional<String> label, ObjectNode config) {

    @Override
    public String toString() {
        return "ProviderSpec[" + id + "]";
    }
}
