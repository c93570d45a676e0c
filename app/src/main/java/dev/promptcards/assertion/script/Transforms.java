package dev.promptcards.assertion.script;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptResult;
import dev.promptcards.script.ScriptScope;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Runs the code that makes another value of a value.
public final class Transforms {

    private final Sandbox sandbox;

    public Transforms(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// Hands the job in and returns at once; what is returned waits for the result. In inline code
    /// the value is called `name`, and `context` stands beside it.
    ///
    /// @param written inline code as a text, or `{script, function?}`
    public Supplier<TransformResult> begin(
            JsonNode written, String name, JsonNode value, JsonNode context, ScriptScope scope) {
        Optional<WrittenScript> script = WrittenScript.read(written);
        if (script.isEmpty()) {
            return () -> new TransformResult.Failed("Transform must be code or a script");
        }
        CompletableFuture<ScriptResult> result =
                sandbox.submit(scope, script.get().job(name, value, context));
        return () -> result(Jobs.await(result));
    }

    private static TransformResult result(ScriptResult result) {
        return switch (result) {
            case ScriptResult.Value(JsonNode value) when value.isNull() || value.isMissingNode() ->
                    new TransformResult.Failed("Transform function did not return a value");
            case ScriptResult.Value(JsonNode value) -> new TransformResult.Transformed(value);
            case ScriptResult.Failed(String message) ->
                    new TransformResult.Failed("Transform failed: " + message);
            case ScriptResult.Stopped(String message) ->
                    new TransformResult.Failed("Transform stopped: " + message);
        };
    }
}
