package dev.promptcards.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A whole prompt, rendered for a case, and the variables as they are after they were resolved:
/// assertions see those.
public sealed interface PromptRendering {

    record Text(String text, ObjectNode vars) implements PromptRendering {}

    record Messages(JsonNode messages, ObjectNode vars) implements PromptRendering {}

    record Failed(String message) implements PromptRendering {}
}
