package dev.promptcards.assertion.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.ScriptAssertion.JavaScript;
import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptJob;
import dev.promptcards.script.ScriptResult;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The kind `javascript`.
final class Expressions {

    private Expressions() {}

    static Supplier<Finding> begin(JavaScript assertion, ScriptInput input, Sandbox sandbox) {
        ScriptJob job =
                new ScriptJob.Evaluate(
                        assertion.code(),
                        Map.of("output", input.output(), "context", context(assertion, input)));
        CompletableFuture<ScriptResult> result = sandbox.submit(input.scope(), job);
        return () -> finding(assertion, Jobs.await(result));
    }

    private static ObjectNode context(JavaScript assertion, ScriptInput input) {
        if (assertion.config().isEmpty()) {
            return input.context();
        }
        ObjectNode context = input.context().objectNode();
        context.setAll(input.context());
        context.set("config", assertion.config().get());
        return context;
    }

    private static Finding finding(JavaScript assertion, ScriptResult result) {
        return switch (result) {
            case ScriptResult.Value(JsonNode returned) ->
                    Returned.finding(returned, assertion.code(), assertion.threshold());
            case ScriptResult.Failed(String message) -> Returned.threw(message);
            case ScriptResult.Stopped(String message) -> new Finding.Unusable(message);
        };
    }
}
