package dev.promptcards.promptfoo.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/// A prompt to be tested.
///
/// @param label what result tables call it
/// @param id the name its author gave it, if any
/// @param raw the template: text, or a JSON list of chat messages
/// @param messages the list, where `raw` is one of plain `{role, content}` messages
/// @param script the function that makes the prompt, where one does: `{script, function?}`
/// @param settings for the model, over those of the provider
/// @param slug a name for its card that stays the same when the text changes
/// @param unsupported why it cannot be rendered, if so
public record PlannedPrompt(
        String label,
        Optional<String> id,
        String raw,
        Optional<JsonNode> messages,
        Optional<ObjectNode> script,
        ObjectNode settings,
        String slug,
        Optional<String> unsupported) {

    /// The names a provider or a test may choose it by.
    public List<String> names() {
        return id.map(name -> List.of(name, label)).orElse(List.of(label));
    }
}
