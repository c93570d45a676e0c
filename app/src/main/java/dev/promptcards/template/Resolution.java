package dev.promptcards.template;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Variables whose values hold no reference to each other any more, or why they could not be
/// resolved.
public sealed interface Resolution {

    record Resolved(ObjectNode vars) implements Resolution {}

    record Failed(String message) implements Resolution {}
}
