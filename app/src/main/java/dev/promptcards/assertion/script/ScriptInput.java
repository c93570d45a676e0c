package dev.promptcards.assertion.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.script.ScriptScope;

import java.util.Optional;

/// What a script is given: the output as it is and as text, and the `context` beside it.
public record ScriptInput(JsonNode output, String text, ObjectNode context, ScriptScope scope) {

    /// The same, with an assertion's own `config` in the context.
    public ScriptInput withConfig(Optional<JsonNode> config) {
        if (config.isEmpty()) {
            return this;
        }
        ObjectNode other = context.objectNode();
        other.setAll(context);
        other.set("config", config.get());
        return new ScriptInput(output, text, other, scope);
    }
}
