package dev.promptcards.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

/// Renders a whole prompt with the variables of a case, the way promptfoo renders one: the
/// variables are resolved first, differently for text and for messages.
@Singleton
public class Prompts {

    private final Templates templates;
    private final Variables variables;

    public Prompts(Templates templates, Variables variables) {
        this.templates = templates;
        this.variables = variables;
    }

    /// Renders a prompt that is text. One with a tag that is never closed is taken literally.
    ///
    /// @param vars an object, `env` among them where templates may see it
    public PromptRendering renderText(ScriptScope scope, String prompt, ObjectNode vars) {
        return switch (variables.resolve(scope, vars)) {
            case Resolution.Failed(String message) -> new PromptRendering.Failed(message);
            case Resolution.Resolved(ObjectNode resolved) -> text(scope, prompt, resolved);
        };
    }

    private PromptRendering text(ScriptScope scope, String prompt, ObjectNode vars) {
        if (References.anyUnclosed(prompt)) {
            return new PromptRendering.Text(prompt, vars);
        }
        return switch (templates.render(scope, prompt, vars)) {
            case Rendering.Rendered(String text) -> new PromptRendering.Text(text, vars);
            case Rendering.Failed(String message) -> new PromptRendering.Failed(message);
        };
    }

    /// Renders a prompt that is a list of messages. Values are substituted into each other, but are
    /// not rendered as templates themselves.
    public PromptRendering renderMessages(ScriptScope scope, JsonNode messages, ObjectNode vars) {
        return switch (Variables.substitute(vars)) {
            case Resolution.Failed(String message) -> new PromptRendering.Failed(message);
            case Resolution.Resolved(ObjectNode resolved) ->
                    switch (templates.renderTree(scope, messages, resolved)) {
                        case TreeRendering.Rendered(JsonNode tree) ->
                                new PromptRendering.Messages(tree, resolved);
                        case TreeRendering.Failed(String message) ->
                                new PromptRendering.Failed(message);
                    };
        };
    }
}
