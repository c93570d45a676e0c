package dev.promptcards.provider.script;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptJob;
import dev.promptcards.script.ScriptResult;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/// Runs what a configuration has for scripts: an expression or a function written inline, or a
/// module as `{script, function?}`. Blocks; meant for virtual threads.
@Singleton
public class Scripts {

    private static final Pattern FUNCTION =
            Pattern.compile(
                    "(async\\s+)?(\\([^)]*\\)\\s*=>|[A-Za-z_$][\\w$]*\\s*=>|function\\b).*",
                    Pattern.DOTALL);

    private static final Pattern RETURN = Pattern.compile("\\breturn\\b");

    private final Sandbox sandbox;

    Scripts(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// Whether a configuration has anything to run there.
    public static boolean isWritten(JsonNode written) {
        boolean blank = written.isTextual() && written.textValue().isBlank();
        return !written.isMissingNode() && !written.isNull() && !blank;
    }

    /// @param arguments what an expression sees by these names, and what a function is given in
    ///     this
    ///     order
    public ScriptResult run(
            JsonNode written, ScriptScope scope, SequencedMap<String, JsonNode> arguments) {
        if (written.path("script").isTextual()) {
            return call(
                    written.path("script").textValue(),
                    Optional.ofNullable(written.path("function").textValue()),
                    scope,
                    arguments);
        }
        if (!written.isTextual()) {
            return new ScriptResult.Failed("it is no text with JavaScript");
        }
        String code = inline(written.textValue().strip(), arguments);
        return await(sandbox.submit(scope, new ScriptJob.Evaluate(code, Map.copyOf(arguments))));
    }

    /// A function of a module, given the arguments in their order.
    ScriptResult call(
            String module,
            Optional<String> function,
            ScriptScope scope,
            SequencedMap<String, JsonNode> arguments) {
        var job = new ScriptJob.Call(module, function, new ArrayList<>(arguments.values()));
        return await(sandbox.submit(scope, job));
    }

    /// As the body of a function, for it may have any number of lines. What has no `return` is an
    /// expression, and a function is called.
    private static String inline(String code, Map<String, JsonNode> arguments) {
        if (FUNCTION.matcher(code).matches()) {
            return "return (\n%s\n)(%s);".formatted(code, String.join(", ", arguments.keySet()));
        }
        return RETURN.matcher(code).find()
                ? "{\n%s\n}".formatted(code)
                : "return (\n%s\n);".formatted(code);
    }

    private static ScriptResult await(CompletableFuture<ScriptResult> job) {
        try {
            return job.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ScriptResult.Stopped("Interrupted while waiting for the script sandbox");
        } catch (ExecutionException | CancellationException e) {
            return new ScriptResult.Stopped("The script sandbox did not answer");
        }
    }
}
