package dev.promptcards.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.problem.Problem;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.template.PromptFunctions;
import dev.promptcards.template.PromptRendering;
import dev.promptcards.template.Prompts;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import java.util.Map;

/// Renders versions of cards with values given by hand, exactly as a run renders them for a case.
@Singleton
public class Renderings {

    private final Prompts prompts;
    private final PromptFunctions functions;

    Renderings(Prompts prompts, PromptFunctions functions) {
        this.functions = functions;
        this.prompts = prompts;
    }

    /// A rendered version.
    public sealed interface Rendered {
        int version();

        record Text(int version, String text) implements Rendered {}

        record Chat(int version, JsonNode messages) implements Rendered {}
    }

    /// Checks the values, fills in defaults and renders. `env` is what templates see as `env`.
    /// Refuses values that do not fit, all of them at once, and a template that cannot be rendered.
    ///
    /// @param slug of the version's card, for messages
    public Rendered render(
            WorkspaceId workspace,
            String slug,
            CardVersion version,
            ObjectNode values,
            Map<String, String> env) {
        var filled = filled(version, values);
        if (!env.isEmpty()) {
            var seen = filled.putObject("env");
            env.forEach(seen::put);
        }
        var scope = new ScriptScope("workspace:" + workspace);
        var rendering =
                switch (version.content().body()) {
                    case PromptBody.Text(var template) ->
                            prompts.renderText(scope, template, filled);
                    case PromptBody.Chat(var messages) ->
                            prompts.renderMessages(scope, messages, filled);
                    case PromptBody.Script script -> called(scope, version, script, filled);
                };
        return switch (rendering) {
            case PromptRendering.Text(var text, _) -> new Rendered.Text(version.number(), text);
            case PromptRendering.Messages(var messages, _) ->
                    new Rendered.Chat(version.number(), messages);
            case PromptRendering.Failed(var message) ->
                    throw new Problem.Invalid(
                            "version %d of `%s` cannot be rendered: %s"
                                    .formatted(version.number(), slug, message));
        };
    }

    /// Nobody is asked here, so the function is told of no provider.
    private PromptRendering called(
            ScriptScope scope, CardVersion version, PromptBody.Script script, ObjectNode values) {
        var made =
                functions.call(
                        scope,
                        script.script(),
                        script.function(),
                        values,
                        values.objectNode(),
                        version.content().settings());
        return switch (made) {
            case PromptFunctions.Result.Failed(var message) -> new PromptRendering.Failed(message);
            case PromptFunctions.Result.Made(var prompt, _) ->
                    prompt.isTextual()
                            ? prompts.renderText(scope, prompt.textValue(), values)
                            : prompts.renderMessages(scope, prompt, values);
        };
    }

    private static ObjectNode filled(CardVersion version, ObjectNode values) {
        return switch (Variables.check(version.content().variables(), values)) {
            case Variables.Checked.Accepted(var accepted) -> accepted;
            case Variables.Checked.Refused(var violations) ->
                    throw new Problem.Invalid(
                            "values: they do not fit the variables of this version, see errors",
                            violations);
        };
    }
}
