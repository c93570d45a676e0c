package dev.promptcards.card;

import com.fasterxml.jackson.databind.node.ArrayNode;

import java.util.Optional;

/// What a prompt consists of: one text, chat messages (objects with a `role`, kept as they came),
/// or a function that makes either.
public sealed interface PromptBody {

    record Text(String template) implements PromptBody {}

    record Chat(ArrayNode messages) implements PromptBody {}

    /// @param script a CommonJS module
    /// @param function the export that is called; the module itself where empty
    record Script(String script, Optional<String> function) implements PromptBody {}
}
