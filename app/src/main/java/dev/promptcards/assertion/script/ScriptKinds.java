package dev.promptcards.assertion.script;

import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.ScriptAssertion;
import dev.promptcards.script.Sandbox;

import java.util.function.Supplier;

/// Judges [ScriptAssertion]s in the sandbox.
public final class ScriptKinds {

    private final Sandbox sandbox;

    public ScriptKinds(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// Hands the job in and returns at once; what is returned waits for the result. So a case's
    /// jobs are all under way before the first is waited for.
    public Supplier<Finding> begin(ScriptAssertion assertion, ScriptInput input) {
        return switch (assertion) {
            case ScriptAssertion.Regex a -> Patterns.begin(a, input, sandbox);
            case ScriptAssertion.Module a -> Expressions.begin(a, input, sandbox);
            case ScriptAssertion.JavaScript a -> Expressions.begin(a, input, sandbox);
        };
    }
}
