package dev.promptcards.script;

import com.fasterxml.jackson.databind.JsonNode;

/// How a job ended. A script that fails is an everyday result and so a value, not an exception.
public sealed interface ScriptResult {

    record Value(JsonNode value) implements ScriptResult {}

    /// The script threw, or is no valid JavaScript, regular expression or template.
    ///
    /// @param message as the engine words it
    record Failed(String message) implements ScriptResult {}

    /// The script went past a limit of time, memory or depth and was stopped. Its engine and the
    /// globals in it are gone; the next job of the scope finds a new one.
    ///
    /// @param message which limit, and its size
    record Stopped(String message) implements ScriptResult {}
}
