package dev.promptcards.assertion.script;

import com.fasterxml.jackson.databind.JsonNode;

/// What became of a value. A failure is an error of its case, never a verdict.
public sealed interface TransformResult {

    /// The new value; never null.
    record Transformed(JsonNode value) implements TransformResult {}

    /// It threw, returned nothing or was stopped; `message` says which.
    record Failed(String message) implements TransformResult {}
}
