package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.Attempt;
import dev.promptcards.assertion.Grader;
import dev.promptcards.assertion.script.TransformResult;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

/// Runs what a case has for scripts before it is graded: inline code, or a module as `{script,
/// function?}`. Blocks; meant for virtual threads.
@Singleton
class CaseScripts {

    private final Grader grader;

    CaseScripts(Grader grader) {
        this.grader = grader;
    }

    /// What `written` makes of the output of `attempt`.
    TransformResult transform(JsonNode written, Attempt attempt) {
        return grader.transform(written, attempt);
    }

    /// The variables after `written` has changed some of them.
    TransformResult transformVars(JsonNode written, ObjectNode vars, ScriptScope scope) {
        var result = grader.transformVars(written, vars, scope);
        if (result instanceof TransformResult.Transformed(ObjectNode changed)) {
            ObjectNode all = vars.deepCopy();
            all.setAll(changed);
            return new TransformResult.Transformed(all);
        }
        return result;
    }
}
