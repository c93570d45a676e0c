package dev.promptcards.assertion.script;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.ScriptAssertion.Regex;
import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptJob;
import dev.promptcards.script.ScriptResult;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The kind `regex`. JavaScript's syntax and meaning are expected, so JavaScript decides.
final class Patterns {

    private Patterns() {}

    static Supplier<Finding> begin(Regex assertion, ScriptInput input, Sandbox sandbox) {
        ScriptJob job = new ScriptJob.Matches(assertion.pattern(), "", input.text());
        CompletableFuture<ScriptResult> result = sandbox.submit(input.scope(), job);
        return () -> finding(assertion.pattern(), Jobs.await(result));
    }

    private static Finding finding(String pattern, ScriptResult result) {
        String what = "match regex \"" + pattern + "\"";
        return switch (result) {
            case ScriptResult.Value(JsonNode matches) ->
                    Finding.of(
                            matches.asBoolean(),
                            "Expected output to " + what,
                            "Expected output to not " + what);
            case ScriptResult.Failed(String message) ->
                    new Finding.Failed("Invalid regex pattern: " + message);
            case ScriptResult.Stopped(String message) -> new Finding.Unusable(message);
        };
    }
}
