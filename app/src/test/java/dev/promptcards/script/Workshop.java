package dev.promptcards.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A sandbox of its own with short limits, and short words for what tests ask of it.
final class Workshop implements AutoCloseable {

    static final ScriptScope SCOPE = new ScriptScope("a run");
    static final Duration LIMIT = Duration.ofMillis(1_500);

    private final Sandbox sandbox;

    Workshop() {
        this(new SandboxLimits(LIMIT, 64, 3));
    }

    Workshop(SandboxLimits limits) {
        this.sandbox = new Sandbox(limits);
    }

    Sandbox sandbox() {
        return sandbox;
    }

    /// What `code` comes to, with the word `apple` as its `output`.
    ScriptResult evaluate(String code) {
        return evaluate(SCOPE, code);
    }

    ScriptResult evaluate(ScriptScope scope, String code) {
        return run(
                scope, new ScriptJob.Evaluate(code, Map.of("output", TextNode.valueOf("apple"))));
    }

    /// What a module's function makes of 1 and 2; without a name, the module itself.
    ScriptResult call(String module, @Nullable String function) {
        return run(
                SCOPE,
                new ScriptJob.Call(
                        module,
                        Optional.ofNullable(function),
                        List.of(IntNode.valueOf(1), IntNode.valueOf(2))));
    }

    ScriptResult matches(String pattern, String flags, String text) {
        return run(SCOPE, new ScriptJob.Matches(pattern, flags, text));
    }

    ScriptResult render(String template, String vars) {
        return run(SCOPE, new ScriptJob.Render(template, json(vars)));
    }

    ScriptResult run(ScriptScope scope, ScriptJob job) {
        return sandbox.submit(scope, job).join();
    }

    static ScriptResult value(String json) {
        return new ScriptResult.Value(json(json));
    }

    static JsonNode json(String text) {
        try {
            return Wire.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
