package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.script.ScriptScope;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// One answer to one rendered prompt, and what is known of it. Nothing here is changed by grading.
///
/// @param output a text node, or JSON where a transform or a provider gave that
/// @param prompt the prompt as it was sent
/// @param vars the values of the case; templates in assertions are rendered with them
/// @param latencyMillis how long the provider took; empty is unknown
/// @param costUsd what the answer cost; empty is unknown, which is not 0
/// @param cached whether the answer came out of a cache and was not waited for
/// @param finishReason why the model stopped, as its provider says
/// @param context further members of the `context` a script sees: test, metadata, provider,
///     providerResponse
/// @param scope the tenant on whose account scripts run
public record Attempt(
        JsonNode output,
        String prompt,
        ObjectNode vars,
        OptionalLong latencyMillis,
        OptionalDouble costUsd,
        boolean cached,
        Optional<String> finishReason,
        ObjectNode context,
        ScriptScope scope) {

    /// The same attempt with its output replaced, as by a transform.
    public Attempt withOutput(JsonNode other) {
        return new Attempt(
                other, prompt, vars, latencyMillis, costUsd, cached, finishReason, context, scope);
    }
}
