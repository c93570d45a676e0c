package dev.promptcards.template;

import com.fasterxml.jackson.databind.JsonNode;

/// Chat messages, or any JSON, with every string in it rendered.
public sealed interface TreeRendering {

    record Rendered(JsonNode tree) implements TreeRendering {}

    record Failed(String message) implements TreeRendering {}
}
