package dev.promptcards.promptfoo.inline;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.script.Sandbox;
import dev.promptcards.script.SandboxLimits;
import dev.promptcards.script.ScriptJob;
import dev.promptcards.script.ScriptResult;
import dev.promptcards.script.ScriptScope;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sandbox scripts run in while a configuration is read. Its engine is made when first needed
/// and let go with [#rest].
public final class Workshop {

    /// Test generators may make many thousand tests.
    private static final SandboxLimits LIMITS = new SandboxLimits(Duration.ofSeconds(20), 256, 1);

    private static final ScriptScope SCOPE = new ScriptScope("reading");

    private final Sandbox sandbox = new Sandbox(LIMITS);

    /// Calls a function of a module and waits for it.
    public ScriptResult call(String module, Optional<String> function, List<JsonNode> arguments) {
        return sandbox.submit(SCOPE, new ScriptJob.Call(module, function, arguments)).join();
    }

    /// Runs inline code.
    ///
    /// @param arguments what it sees, by name
    public ScriptResult evaluate(String code, Map<String, JsonNode> arguments) {
        return sandbox.submit(SCOPE, new ScriptJob.Evaluate(code, arguments)).join();
    }

    /// Renders a template.
    public ScriptResult render(String template, JsonNode vars) {
        return sandbox.submit(SCOPE, new ScriptJob.Render(template, vars)).join();
    }

    /// Lets the engine go, with all that scripts left in it.
    public void rest() {
        sandbox.release(SCOPE);
    }
}
