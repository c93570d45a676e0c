package dev.promptcards.assertion.script;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.script.ScriptJob;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// JavaScript as an author writes it: inline code in a text, or a function of a CommonJS module as
/// `{script, function?}`.
public sealed interface WrittenScript {

    record Inline(String code) implements WrittenScript {}

    /// @param function the name of an export; empty is the module itself or its `default`
    record Module(String source, Optional<String> function) implements WrittenScript {}

    Set<String> MEMBERS = Set.of("script", "function");

    /// The module an object stands for; empty for all other JSON.
    static Optional<Module> module(JsonNode written) {
        boolean isOne =
                written.path("script").isTextual()
                        && written.propertyStream().allMatch(m -> MEMBERS.contains(m.getKey()));
        return isOne
                ? Optional.of(
                        new Module(
                                written.path("script").textValue(),
                                Optional.ofNullable(written.path("function").textValue())))
                : Optional.empty();
    }

    /// Either of the two; empty for all other JSON, and for a blank text.
    static Optional<WrittenScript> read(JsonNode written) {
        if (written.isTextual()) {
            return written.textValue().isBlank()
                    ? Optional.empty()
                    : Optional.of(new Inline(written.textValue()));
        }
        return module(written).map(module -> module);
    }

    /// What runs it on `value`, which inline code knows as `name`, with `context` beside it; a
    /// function is given the two in that order.
    default ScriptJob job(String name, JsonNode value, JsonNode context) {
        return switch (this) {
            case Inline(String code) ->
                    new ScriptJob.Evaluate(code, Map.of(name, value, "context", context));
            case Module(String source, Optional<String> function) ->
                    new ScriptJob.Call(source, function, List.of(value, context));
        };
    }
}
