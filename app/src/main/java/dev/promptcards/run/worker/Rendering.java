package dev.promptcards.run.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.card.Variables;
import dev.promptcards.provider.Prompt;
import dev.promptcards.template.PromptRendering;
import dev.promptcards.template.Prompts;

import jakarta.inject.Singleton;

import java.util.stream.Collectors;

/// Renders a version for a case.
@Singleton
class Rendering {

    private final Prompts prompts;
    private final ObjectMapper json;

    Rendering(Prompts prompts, ObjectMapper json) {
        this.prompts = prompts;
        this.json = json;
    }

    sealed interface Result {
        /// @param vars the case's variables, those that name others resolved
        record Rendered(Prompt prompt, ObjectNode vars) implements Result {}

        record Failed(String reason) implements Result {}
    }

    Result render(RunPlan plan, RunPlan.Part part, CaseInput input) {
        return switch (Variables.check(part.variables(), input.vars())) {
            case Variables.Checked.Accepted(ObjectNode values) ->
                    render(plan, part, input, withEnvironment(plan, values));
            case Variables.Checked.Refused(var violations) ->
                    new Result.Failed(
                            violations.stream()
                                    .map(v -> v.at() + ": " + v.message())
                                    .collect(Collectors.joining("; ")));
        };
    }

    private Result render(RunPlan plan, RunPlan.Part part, CaseInput input, ObjectNode vars) {
        return switch (part.template()) {
            case RunPlan.Template.Chat(JsonNode messages) -> tree(plan, messages, vars);
            case RunPlan.Template.Text(String text) -> {
                var whole =
                        input.options().path("prefix").asText("")
                                + text
                                + input.options().path("suffix").asText("");
                var parsed = structure(whole);
                yield parsed == null ? text(plan, whole, vars) : tree(plan, parsed, vars);
            }
        };
    }

    private Result text(RunPlan plan, String template, ObjectNode vars) {
        return switch (prompts.renderText(plan.scope(), template, vars)) {
            case PromptRendering.Text(String text, ObjectNode resolved) ->
                    new Result.Rendered(Prompt.of(text), resolved);
            case PromptRendering.Messages(JsonNode messages, ObjectNode resolved) ->
                    new Result.Rendered(Prompt.of(messages), resolved);
            case PromptRendering.Failed(String message) -> failed(message);
        };
    }

    /// A prompt that is JSON is rendered text by text, so that a quotation mark in a variable
    /// cannot break it.
    private Result tree(RunPlan plan, JsonNode template, ObjectNode vars) {
        return switch (prompts.renderMessages(plan.scope(), template, vars)) {
            case PromptRendering.Messages(JsonNode messages, ObjectNode resolved) ->
                    new Result.Rendered(Prompt.of(messages), resolved);
            case PromptRendering.Text(String text, ObjectNode resolved) ->
                    new Result.Rendered(Prompt.of(text), resolved);
            case PromptRendering.Failed(String message) -> failed(message);
        };
    }

    private static Result failed(String message) {
        return new Result.Failed("the prompt cannot be rendered: " + message);
    }

    private static ObjectNode withEnvironment(RunPlan plan, ObjectNode vars) {
        if (plan.env().isEmpty()) {
            return vars;
        }
        ObjectNode all = vars.deepCopy();
        var env = all.putObject("env");
        plan.env().forEach(env::put);
        return all;
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
