package dev.promptcards.assertion.kind;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;
import java.util.OptionalDouble;

/// Kinds that are judged in the JavaScript sandbox, because what their author wrote runs there.
public sealed interface ScriptAssertion extends Assertion {

    /// A JavaScript regular expression without flags matches somewhere in the output.
    record Regex(String pattern) implements ScriptAssertion {}

    /// JavaScript that returns a boolean, a number (at least `threshold`, or above 0 where there is
    /// none) or an object `{pass, score, reason}`. `config` is handed to it as `context.config`.
    record JavaScript(String code, OptionalDouble threshold, Optional<JsonNode> config)
            implements ScriptAssertion {}

    /// A function of a CommonJS module, given the output and the context, that returns the same.
    /// What it throws is an error, where code that stands in the assertion itself would have
    /// failed.
    record Module(
            String source,
            Optional<String> function,
            OptionalDouble threshold,
            Optional<JsonNode> config)
            implements ScriptAssertion {}
}
