package dev.promptcards.card;

import com.fasterxml.jackson.databind.node.ArrayNode;

/// What a prompt consists of: one text, or chat messages (objects with a `role`, kept as they
/// came).
public sealed interface PromptBody {

    record Text(String template) implements PromptBody {}

    record Chat(ArrayNode messages) implements PromptBody {}
}
