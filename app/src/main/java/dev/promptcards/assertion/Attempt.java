package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.judge.Judge;
import dev.promptcards.assertion.measure.Measures;
import dev.promptcards.script.ScriptScope;

/// One answer to one rendered prompt, and what is known of it. Nothing here is changed by grading.
///
/// @param output a text node, or JSON where a transform or a provider gave that
/// @param prompt the prompt as it was sent
/// @param vars the values of the case; templates in assertions are rendered with them
/// @param measures how the output came about
/// @param options the case's options that judged kinds fall back on: `provider`, `rubricPrompt`,
///     `factuality`
/// @param context further members of the `context` a script sees: test, metadata, provider,
///     providerResponse
/// @param scope the tenant on whose account scripts run
/// @param judge whom judged kinds ask
public record Attempt(
        JsonNode output,
        String prompt,
        ObjectNode vars,
        Measures measures,
        ObjectNode options,
        ObjectNode context,
        ScriptScope scope,
        Judge judge) {

    /// The same attempt with its output replaced, as by a transform.
    public Attempt withOutput(JsonNode other) {
        return new Attempt(other, prompt, vars, measures, options, context, scope, judge);
    }
}
