package dev.promptcards.run.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.script.TransformResult;
import dev.promptcards.card.Variables;
import dev.promptcards.provider.Prompt;
import dev.promptcards.template.PromptFunctions;
import dev.promptcards.template.PromptRendering;
import dev.promptcards.template.Prompts;

import jakarta.inject.Singleton;

import java.util.stream.Collectors;

/// Renders a version for a case.
@Singleton
class Rendering {

    private final Prompts prompts;
    private final PromptFunctions functions;
    private final CaseScripts scripts;
    private final ObjectMapper json;

    Rendering(Prompts prompts, PromptFunctions functions, CaseScripts scripts, ObjectMapper json) {
        this.functions = functions;
        this.prompts = prompts;
        this.scripts = scripts;
        this.json = json;
    }

    sealed interface Result {
        /// @param vars the case's variables, those that name others resolved
        /// @param settings of this request alone, over those of the provider
        record Rendered(Prompt prompt, ObjectNode vars, ObjectNode settings) implements Result {}

        record Failed(String reason) implements Result {}
    }

    /// @param known variables that stand beside the case's own and go before them
    Result render(
            RunPlan plan, RunPlan.Part part, Target target, CaseInput input, ObjectNode known) {
        var written = input.options().path("transformVars");
        if (!written.isObject() && written.asText("").isEmpty()) {
            return render(plan, part, target, input, input.vars(), known);
        }
        return switch (scripts.transformVars(written, input.vars(), plan.scope())) {
            case TransformResult.Transformed(ObjectNode vars) ->
                    render(plan, part, target, input, vars, known);
            case TransformResult.Transformed _ -> throw new IllegalStateException("no variables");
            case TransformResult.Failed(String reason) ->
                    new Result.Failed("the variables cannot be transformed: " + reason);
        };
    }

    private Result render(
            RunPlan plan,
            RunPlan.Part part,
            Target target,
            CaseInput input,
            ObjectNode vars,
            ObjectNode known) {
        return switch (Variables.check(part.variables(), vars)) {
            case Variables.Checked.Accepted(ObjectNode values) ->
                    template(plan, part, target, input, plan.withEnvironment(with(values, known)));
            case Variables.Checked.Refused(var violations) ->
                    new Result.Failed(
                            violations.stream()
                                    .map(v -> v.at() + ": " + v.message())
                                    .collect(Collectors.joining("; ")));
        };
    }

    private static ObjectNode with(ObjectNode values, ObjectNode known) {
        if (known.isEmpty()) {
            return values;
        }
        ObjectNode all = values.deepCopy();
        all.setAll(known);
        return all;
    }

    private Result template(
            RunPlan plan, RunPlan.Part part, Target target, CaseInput input, ObjectNode vars) {
        return switch (part.template()) {
            case RunPlan.Template.Chat(JsonNode messages) ->
                    tree(plan, messages, vars, part.settings());
            case RunPlan.Template.Script script -> called(plan, part, target, script, vars);
            case RunPlan.Template.Text(String text) ->
                    textOrTree(
                            plan,
                            input.options().path("prefix").asText("")
                                    + text
                                    + input.options().path("suffix").asText(""),
                            vars,
                            part.settings());
        };
    }

    /// What the function makes is a template, and its settings go over the version's.
    private Result called(
            RunPlan plan,
            RunPlan.Part part,
            Target target,
            RunPlan.Template.Script script,
            ObjectNode vars) {
        ObjectNode provider = json.createObjectNode();
        provider.put("id", target.id()).put("label", target.label().orElse(null));
        var made =
                functions.call(
                        plan.scope(),
                        script.module(),
                        script.function(),
                        vars,
                        provider,
                        part.settings());
        return switch (made) {
            case PromptFunctions.Result.Failed(String message) -> failed(message);
            case PromptFunctions.Result.Made(JsonNode prompt, ObjectNode config) -> {
                ObjectNode settings = part.settings().deepCopy();
                settings.setAll(config);
                yield prompt.isTextual()
                        ? textOrTree(plan, prompt.textValue(), vars, settings)
                        : tree(plan, prompt, vars, settings);
            }
        };
    }

    private Result textOrTree(RunPlan plan, String whole, ObjectNode vars, ObjectNode settings) {
        var parsed = structure(whole);
        return parsed == null
                ? text(plan, whole, vars, settings)
                : tree(plan, parsed, vars, settings);
    }

    private Result text(RunPlan plan, String template, ObjectNode vars, ObjectNode settings) {
        return switch (prompts.renderText(plan.scope(), template, vars)) {
            case PromptRendering.Text(String text, ObjectNode resolved) ->
                    new Result.Rendered(Prompt.of(text), resolved, settings);
            case PromptRendering.Messages(JsonNode messages, ObjectNode resolved) ->
                    new Result.Rendered(Prompt.of(messages), resolved, settings);
            case PromptRendering.Failed(String message) -> failed(message);
        };
    }

    /// A prompt that is JSON is rendered text by text, so that a quotation mark in a variable
    /// cannot break it.
    private Result tree(RunPlan plan, JsonNode template, ObjectNode vars, ObjectNode settings) {
        return switch (prompts.renderMessages(plan.scope(), template, vars)) {
            case PromptRendering.Messages(JsonNode messages, ObjectNode resolved) ->
                    new Result.Rendered(Prompt.of(messages), resolved, settings);
            case PromptRendering.Text(String text, ObjectNode resolved) ->
                    new Result.Rendered(Prompt.of(text), resolved, settings);
            case PromptRendering.Failed(String message) -> failed(message);
        };
    }

    private static Result failed(String message) {
        return new Result.Failed("the prompt cannot be rendered: " + message);
    }

    private @org.jspecify.annotations.Nullable JsonNode structure(String text) {
        var stripped = text.strip();
        if (!stripped.startsWith("[") && !stripped.startsWith("{")) {
            return null;
        }
        try {
            var parsed = json.readTree(stripped);
            return parsed.isContainerNode() ? parsed : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
