package dev.promptcards.assertion.tools;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.json.JsonText;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The calls in an output, in whichever form its provider gives them.
final class Calls {

    /// @param arguments an object; or a text with JSON in it, which is how OpenAI writes them
    record Call(String name, JsonNode arguments) {}

    private Calls() {}

    /// OpenAI's chat (`tool_calls`, `function_call`) and responses, Anthropic's content blocks,
    /// Google's parts and live messages, and plain `{name}`. In a text, JSON lines of these.
    static List<Call> in(JsonNode output) {
        List<Call> calls = new ArrayList<>();
        for (JsonNode part :
                output.isTextual() ? JsonLines.in(output.textValue()) : parts(output)) {
            parts(part).forEach(item -> call(item).ifPresent(calls::add));
        }
        return calls;
    }

    /// What stands in a list, or in the member that holds one.
    static List<JsonNode> parts(JsonNode node) {
        for (String pointer : List.of("/tool_calls", "/toolCall/functionCalls")) {
            if (node.at(pointer).isArray()) {
                return node.at(pointer).valueStream().toList();
            }
        }
        return node.isArray() ? node.valueStream().toList() : List.of(node);
    }

    private static Optional<Call> call(JsonNode item) {
        for (String member : List.of("function", "functionCall", "function_call")) {
            if (item.path(member).isObject()) {
                return named(item.path(member));
            }
        }
        return named(item);
    }

    private static Optional<Call> named(JsonNode call) {
        if (!call.path("name").isTextual()) {
            return Optional.empty();
        }
        JsonNode arguments = call.path("arguments");
        for (String member : List.of("input", "args")) {
            arguments = arguments.isMissingNode() ? call.path(member) : arguments;
        }
        return Optional.of(new Call(call.path("name").textValue(), arguments));
    }

    /// The arguments as JSON, unless they are none.
    static Optional<JsonNode> arguments(Call call) {
        if (!call.arguments().isTextual()) {
            return Optional.of(call.arguments()).filter(JsonNode::isObject);
        }
        return JsonText.read(call.arguments().textValue()) instanceof JsonText.Parsed(JsonNode tree)
                ? Optional.of(tree)
                : Optional.empty();
    }
}
