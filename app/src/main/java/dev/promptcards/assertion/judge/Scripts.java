package dev.promptcards.assertion.judge;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptJob;
import dev.promptcards.script.ScriptResult;
import dev.promptcards.script.ScriptScope;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Runs what an author wrote to find a question's material: inline code, or `{script, function}`.
public record Scripts(Sandbox sandbox) {

    /// Whether an author gave a script, not code that stands inline.
    public static boolean isScript(JsonNode code) {
        return code.path("script").isTextual();
    }

    /// What inline code makes of `output`, or a script's function of (`output`, `context`).
    public JsonNode transform(ScriptScope scope, JsonNode code, JsonNode output, JsonNode context) {
        return isScript(code)
                ? call(scope, code, List.of(output, context))
                : run(
                        scope,
                        new ScriptJob.Evaluate(
                                code.asText(), Map.of("output", output, "context", context)));
    }

    /// What a script's function returns.
    public JsonNode call(ScriptScope scope, JsonNode script, List<JsonNode> arguments) {
        Optional<String> function = Optional.ofNullable(script.path("function").textValue());
        return run(scope, new ScriptJob.Call(script.path("script").asText(), function, arguments));
    }

    private JsonNode run(ScriptScope scope, ScriptJob job) {
        CompletableFuture<ScriptResult> result = sandbox.submit(scope, job);
        try {
            return switch (result.get()) {
                case ScriptResult.Value(JsonNode value) -> value;
                case ScriptResult.Failed(String message) -> throw Unanswered.unusable(message);
                case ScriptResult.Stopped(String message) -> throw Unanswered.unusable(message);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Unanswered.unusable("Interrupted while waiting for the script sandbox");
        } catch (ExecutionException | CancellationException e) {
            throw Unanswered.unusable("The script sandbox did not answer");
        }
    }
}
