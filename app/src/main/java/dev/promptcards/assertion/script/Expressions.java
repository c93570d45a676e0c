package dev.promptcards.assertion.script;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.ScriptAssertion.JavaScript;
import dev.promptcards.assertion.kind.ScriptAssertion.Module;
import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptResult;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The kind `javascript`.
final class Expressions {

    private Expressions() {}

    /// How the sandbox begins to say that what came back is of no use, where nothing was thrown.
    private static final String UNFIT = "Custom function must return";

    static Supplier<Finding> begin(JavaScript assertion, ScriptInput input, Sandbox sandbox) {
        WrittenScript script = new WrittenScript.Inline(assertion.code());
        CompletableFuture<ScriptResult> result =
                submit(script, input.withConfig(assertion.config()), sandbox);
        return () ->
                switch (Jobs.await(result)) {
                    case ScriptResult.Value(JsonNode returned) ->
                            Returned.finding(returned, assertion.code(), assertion.threshold());
                    case ScriptResult.Failed(String message) -> Returned.threw(message);
                    case ScriptResult.Stopped(String message) -> new Finding.Unusable(message);
                };
    }

    static Supplier<Finding> begin(Module assertion, ScriptInput input, Sandbox sandbox) {
        WrittenScript script = new WrittenScript.Module(assertion.source(), assertion.function());
        CompletableFuture<ScriptResult> result =
                submit(script, input.withConfig(assertion.config()), sandbox);
        String name = assertion.function().orElse("(script)");
        return () ->
                switch (Jobs.await(result)) {
                    case ScriptResult.Value(JsonNode returned) ->
                            Returned.finding(returned, name, assertion.threshold());
                    case ScriptResult.Failed(String message) when message.startsWith(UNFIT) ->
                            Returned.threw(message);
                    case ScriptResult.Failed(String message) -> new Finding.Unusable(message);
                    case ScriptResult.Stopped(String message) -> new Finding.Unusable(message);
                };
    }

    private static CompletableFuture<ScriptResult> submit(
            WrittenScript script, ScriptInput input, Sandbox sandbox) {
        return sandbox.submit(input.scope(), script.job("output", input.output(), input.context()));
    }
}
