package dev.promptcards.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.script.ScriptScope;
import dev.promptcards.template.Resolution.Failed;
import dev.promptcards.template.Resolution.Resolved;

import jakarta.inject.Singleton;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Variables that hold templates, resolved as promptfoo 0.121.20 does it before it renders a
/// prompt.
@Singleton
public class Variables {

    private static final Pattern REFERENCE =
            Pattern.compile("\\{\\{[\\s\\p{Z}\\ufeff]*+(\\w++)[\\s\\p{Z}\\ufeff]*+\\}\\}");
    private static final int PASSES = 5;

    /// Values that name each other can grow with the fifth power of their number.
    private static final int LARGEST_GROWTH = 10_000_000;

    private final Templates templates;

    public Variables(Templates templates) {
        this.templates = templates;
    }

    /// Resolves variables for a prompt that is text: substitutes references, then renders each
    /// value that still is a template, with the values as they are after the substitution.
    ///
    /// A value stays literal where it names an undefined variable, even with a `default` beside it,
    /// and where a tag in it is never closed.
    ///
    /// @param vars an object; it is left as it is
    public Resolution resolve(ScriptScope scope, JsonNode vars) {
        return switch (substitute(vars)) {
            case Failed failed -> failed;
            case Resolved(ObjectNode substituted) -> renderValues(scope, substituted);
        };
    }

    /// Replaces `{{name}}` in the strings of `vars` by the value of that name: the first reference
    /// of each string in a pass, in at most five passes. One newline at the end of a value is
    /// dropped. It is all that happens to variables where a prompt is JSON.
    ///
    /// @param vars an object; it is left as it is
    public static Resolution substitute(JsonNode vars) {
        ObjectNode values = withoutLastNewlines(vars);
        long growth = 0;
        boolean changed = true;
        for (int pass = 0; pass < PASSES && changed; pass++) {
            changed = false;
            for (Map.Entry<String, JsonNode> entry : values.properties()) {
                String value = entry.getValue().asText();
                Matcher reference = REFERENCE.matcher(value);
                if (!entry.getValue().isTextual()
                        || !reference.find()
                        || !values.has(reference.group(1))) {
                    continue;
                }
                String replaced =
                        value.substring(0, reference.start())
                                + JavaScriptText.of(values.path(reference.group(1)))
                                + value.substring(reference.end());
                growth += replaced.length() - value.length();
                if (growth > LARGEST_GROWTH) {
                    return new Failed(tooLarge(entry.getKey()));
                }
                entry.setValue(values.textNode(replaced));
                changed = true;
            }
        }
        return new Resolved(values);
    }

    private Resolution renderValues(ScriptScope scope, ObjectNode values) {
        ObjectNode rendered = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : values.properties()) {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            if (!isTemplate(value, values)) {
                rendered.set(name, value);
                continue;
            }
            switch (templates.render(scope, value.textValue(), values)) {
                case Rendering.Rendered(String text) -> rendered.put(name, text);
                case Rendering.Failed(String message) -> {
                    return new Failed("Variable \"%s\": %s".formatted(name, message));
                }
            }
        }
        return new Resolved(rendered);
    }

    private static boolean isTemplate(JsonNode value, JsonNode vars) {
        return value.isTextual()
                && PlainTemplate.hasTags(value.textValue())
                && !References.anyUndefined(value.textValue(), vars)
                && !References.anyUnclosed(value.textValue());
    }

    private static ObjectNode withoutLastNewlines(JsonNode vars) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : vars.properties()) {
            JsonNode value = entry.getValue();
            if (value.isTextual() && value.textValue().endsWith("\n")) {
                String text = value.textValue();
                values.put(entry.getKey(), text.substring(0, text.length() - 1));
            } else {
                values.set(entry.getKey(), value);
            }
        }
        return values;
    }

    private static String tooLarge(String name) {
        return "Variable \"%s\" names others that name others: together they grow by more than %d characters"
                .formatted(name, LARGEST_GROWTH);
    }
}
