package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.Attempt;
import dev.promptcards.assertion.Grader;
import dev.promptcards.assertion.script.TransformResult;
import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptJob;
import dev.promptcards.script.ScriptResult;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;

/// Runs what a case has for scripts before it is graded: inline code, or a module as `{script,
/// function?}`. Blocks; meant for virtual threads.
@Singleton
class CaseScripts {

    private final Grader grader;
    private final Sandbox sandbox;

    CaseScripts(Grader grader, Sandbox sandbox) {
        this.grader = grader;
        this.sandbox = sandbox;
    }

    /// What `written` makes of the output of `attempt`.
    TransformResult transform(JsonNode written, Attempt attempt) {
        if (!written.isObject()) {
            return grader.transform(written.asText(), attempt);
        }
        ObjectNode context = attempt.context().deepCopy();
        context.set("vars", attempt.vars());
        context.putObject("prompt").put("label", attempt.prompt()).put("raw", attempt.prompt());
        return transformed(call(written, List.of(attempt.output(), context), attempt.scope()));
    }

    /// The variables after `written` has changed some of them.
    TransformResult transformVars(JsonNode written, ObjectNode vars, ScriptScope scope) {
        var result =
                written.isObject()
                        ? transformed(call(written, List.of(vars, vars.objectNode()), scope))
                        : grader.transformVars(written.asText(), vars, scope);
        return switch (result) {
            case TransformResult.Transformed(ObjectNode changed) -> {
                ObjectNode all = vars.deepCopy();
                all.setAll(changed);
                yield new TransformResult.Transformed(all);
            }
            case TransformResult.Transformed _ ->
                    new TransformResult.Failed("it must return an object of variables");
            case TransformResult.Failed failed -> failed;
        };
    }

    /// Calls a module's function.
    ScriptResult call(JsonNode script, List<JsonNode> arguments, ScriptScope scope) {
        var job =
                new ScriptJob.Call(
                        script.path("script").asText(),
                        Optional.ofNullable(script.path("function").textValue()),
                        arguments);
        return sandbox.submit(scope, job).join();
    }

    private static TransformResult transformed(ScriptResult result) {
        return switch (result) {
            case ScriptResult.Value(JsonNode value) when value.isNull() || value.isMissingNode() ->
                    new TransformResult.Failed("it did not return a value");
            case ScriptResult.Value(JsonNode value) -> new TransformResult.Transformed(value);
            case ScriptResult.Failed(String message) -> new TransformResult.Failed(message);
            case ScriptResult.Stopped(String message) -> new TransformResult.Failed(message);
        };
    }
}
