package dev.promptcards.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptJob;
import dev.promptcards.script.ScriptResult;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;

/// Prompts that are functions: they make a template for the variables of a case.
@Singleton
public class PromptFunctions {

    private final Sandbox sandbox;

    public PromptFunctions(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// What a function made.
    public sealed interface Result {

        /// @param prompt a text, or messages; a template still to be rendered, as in promptfoo
        /// @param config settings of this one request; empty where it gave none
        record Made(JsonNode prompt, ObjectNode config) implements Result {}

        record Failed(String message) implements Result {}
    }

    /// Calls the function with `({vars, provider: {id, label}, config})` and waits for it.
    public Result call(
            ScriptScope scope,
            String module,
            Optional<String> function,
            ObjectNode vars,
            ObjectNode provider,
            ObjectNode config) {
        ObjectNode argument = JsonNodeFactory.instance.objectNode();
        argument.set("vars", vars);
        argument.set("provider", provider);
        argument.set("config", config);
        var job = new ScriptJob.Call(module, function, List.of(argument));
        return switch (sandbox.submit(scope, job).join()) {
            case ScriptResult.Value(JsonNode value) -> made(value);
            case ScriptResult.Failed(String message) -> new Result.Failed(message);
            case ScriptResult.Stopped(String message) -> new Result.Failed(message);
        };
    }

    private static Result made(JsonNode value) {
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        if (value.isObject() && value.has("prompt")) {
            JsonNode prompt = value.get("prompt");
            return isPrompt(prompt)
                    ? new Result.Made(
                            prompt,
                            value.get("config") instanceof ObjectNode config ? config : none)
                    : wrong();
        }
        return isPrompt(value) ? new Result.Made(value, none) : wrong();
    }

    private static boolean isPrompt(JsonNode value) {
        return value.isTextual() || value.isContainerNode();
    }

    private static Result wrong() {
        return new Result.Failed(
                "a prompt function must return a text, messages, or {prompt, config}");
    }
}
