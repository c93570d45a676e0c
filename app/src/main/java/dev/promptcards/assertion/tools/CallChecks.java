package dev.promptcards.assertion.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.structure.JsonSchema;
import dev.promptcards.assertion.structure.Schemas;
import dev.promptcards.assertion.tools.Calls.Call;

import java.util.List;
import java.util.Optional;

/// Whether calls are of what was offered, with arguments that conform.
final class CallChecks {

    private final Schemas schemas = new Schemas();

    /// `is-valid-function-call`: calls in the form of any provider.
    Finding any(JsonNode output, ObjectNode config) {
        List<Call> calls = Calls.in(output);
        return calls.isEmpty()
                ? notValid("The output holds no function call: " + shown(output))
                : check(calls, Declared.all(config), "functions or tools");
    }

    /// `is-valid-openai-function-call`: `{name, arguments}` with the arguments as a text.
    Finding function(JsonNode output, ObjectNode config) {
        JsonNode call = output.has("function_call") ? output.path("function_call") : output;
        return isWritten(call)
                ? check(List.of(call(call)), Declared.functions(config), "functions")
                : notValid("OpenAI did not return a valid-looking function call: " + shown(output));
    }

    /// `is-valid-openai-tools-call`: a list of `{function: {name, arguments}}`.
    Finding tools(JsonNode output, ObjectNode config) {
        JsonNode list = output.has("tool_calls") ? output.path("tool_calls") : output;
        boolean looksValid =
                list.isArray()
                        && !list.isEmpty()
                        && list.valueStream().allMatch(c -> isWritten(c.path("function")));
        if (!looksValid) {
            return notValid("OpenAI did not return a valid-looking tools response: " + shown(list));
        }
        List<Call> calls = list.valueStream().map(c -> call(c.path("function"))).toList();
        return check(calls, Declared.tools(config), "tools");
    }

    private Finding check(List<Call> calls, Declared declared, String what) {
        if (declared.isEmpty()) {
            return new Finding.Unusable(
                    "Whether a call is valid cannot be told: the provider is configured without "
                            + what);
        }
        for (Call call : calls) {
            Optional<Finding> fault = fault(call, declared);
            if (fault.isPresent()) {
                return fault.get();
            }
        }
        return Finding.of(true, "", "Expected no valid call of a function");
    }

    private Optional<Finding> fault(Call call, Declared declared) {
        Optional<JsonNode> schema = declared.schema(call.name());
        if (schema.isEmpty()) {
            return Optional.of(
                    notValid(
                            "Called \"%s\", but there is no function with that name"
                                    .formatted(call.name())));
        }
        Optional<JsonNode> arguments = Calls.arguments(call);
        if (arguments.isEmpty()) {
            return Optional.of(
                    notValid("The arguments of \"%s\" are no JSON".formatted(call.name())));
        }
        return switch (schemas.compiled(schema.get()).check(arguments.get())) {
            case JsonSchema.Conforms() -> Optional.empty();
            case JsonSchema.Violates(String errors) ->
                    Optional.of(
                            notValid(
                                    "Call to \"%s\" does not match schema: %s"
                                            .formatted(call.name(), errors)));
            case JsonSchema.Unchecked(String reason) -> Optional.of(new Finding.Unusable(reason));
        };
    }

    private static boolean isWritten(JsonNode call) {
        return call.path("name").isTextual() && call.path("arguments").isTextual();
    }

    private static Call call(JsonNode written) {
        return new Call(written.path("name").textValue(), written.path("arguments"));
    }

    private static String shown(JsonNode output) {
        return Finding.clip(JavaScriptText.stringify(output));
    }

    private static Finding notValid(String reason) {
        return Finding.of(false, reason, "");
    }
}
