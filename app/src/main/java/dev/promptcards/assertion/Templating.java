package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.script.ScriptScope;
import dev.promptcards.template.Rendering;
import dev.promptcards.template.Templates;

import java.util.Optional;

/// Templates in assertions: a text value, the texts of a list, the name of a metric.
final class Templating {

    /// A value with its templates replaced, or why one of them cannot be rendered.
    sealed interface Value {
        record Rendered(JsonNode value) implements Value {}

        record Failed(String reason) implements Value {}
    }

    private final Templates templates;

    Templating(Templates templates) {
        this.templates = templates;
    }

    /// Whether rendering can make any difference to `value`.
    static boolean isTemplate(JsonNode value) {
        if (value.isArray()) {
            return value.valueStream().anyMatch(e -> e.isTextual() && isTemplate(e.textValue()));
        }
        return value.isTextual() && isTemplate(value.textValue());
    }

    Value render(JsonNode value, Attempt attempt) {
        return render(value, attempt.scope(), attempt.vars());
    }

    Value render(JsonNode value, ScriptScope scope, ObjectNode vars) {
        if (value.isTextual()) {
            return switch (render(value.textValue(), scope, vars)) {
                case Rendering.Rendered(String text) -> new Value.Rendered(TextNode.valueOf(text));
                case Rendering.Failed(String message) -> new Value.Failed(message);
            };
        }
        ArrayNode elements = vars.arrayNode();
        for (JsonNode element : value) {
            switch (element.isTextual()
                    ? render(element, scope, vars)
                    : new Value.Rendered(element)) {
                case Value.Rendered(JsonNode rendered) -> elements.add(rendered);
                case Value.Failed failed -> {
                    return failed;
                }
            }
        }
        return new Value.Rendered(elements);
    }

    /// The name of a metric; where it cannot be rendered, as it is written. An empty name is none.
    Optional<String> metric(Optional<String> written, Attempt attempt) {
        return written.map(
                        name ->
                                render(name, attempt.scope(), attempt.vars())
                                                instanceof Rendering.Rendered(String text)
                                        ? text
                                        : name)
                .filter(name -> !name.isEmpty());
    }

    private Rendering render(String text, ScriptScope scope, ObjectNode vars) {
        return isTemplate(text)
                ? templates.render(scope, text, vars)
                : new Rendering.Rendered(text);
    }

    private static boolean isTemplate(String text) {
        return text.contains("{{") || text.contains("{%") || text.contains("{#");
    }
}
