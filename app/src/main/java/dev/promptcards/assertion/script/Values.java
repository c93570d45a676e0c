package dev.promptcards.assertion.script;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptJob;
import dev.promptcards.script.ScriptResult;
import dev.promptcards.script.ScriptScope;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Runs scripts whose return is a value: what another kind compares an output with, or a grade.
public final class Values {

    private final Sandbox sandbox;

    public Values(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// Hands the job in and returns at once; what is returned waits for the value. A boolean or a
    /// grading result is a failure: it answers a question that was not asked.
    ///
    /// @param type the kind as its author wrote it
    public Supplier<TransformResult> begin(
            String type, WrittenScript.Module script, ScriptInput input) {
        CompletableFuture<ScriptResult> result =
                sandbox.submit(
                        input.scope(), script.job("output", input.output(), input.context()));
        return () ->
                switch (Jobs.await(result)) {
                    case ScriptResult.Value(JsonNode value) when value.isBoolean() ->
                            verdict(type, "boolean");
                    case ScriptResult.Value(JsonNode value) when value.has("pass") ->
                            verdict(type, "GradingResult");
                    case ScriptResult.Value(JsonNode value) ->
                            new TransformResult.Transformed(value);
                    case ScriptResult.Failed(String message) -> new TransformResult.Failed(message);
                    case ScriptResult.Stopped(String message) ->
                            new TransformResult.Failed(message);
                };
    }

    /// Calls a function that is neither given an output nor returns a value for one. Blocks.
    public ScriptResult call(
            WrittenScript.Module script, List<JsonNode> arguments, ScriptScope scope) {
        return Jobs.await(
                sandbox.submit(
                        scope, new ScriptJob.Call(script.source(), script.function(), arguments)));
    }

    private static TransformResult verdict(String type, String what) {
        return new TransformResult.Failed(
                "Script for \"%s\" assertion returned a %s. Only \"javascript\" may; return what the"
                                .formatted(type, what)
                        + " output is to be compared with");
    }
}
