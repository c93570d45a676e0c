package dev.promptcards.assertion.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.json.JsonText;
import dev.promptcards.assertion.structure.YamlText;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.template.Rendering;
import dev.promptcards.template.Templates;
import dev.promptcards.template.TreeRendering;

/// Makes what a judge is asked of a rubric prompt and its variables.
public final class Prompting {

    private final Templates templates;

    public Prompting(Templates templates) {
        this.templates = templates;
    }

    /// A text, or a list of messages. In a prompt that is JSON each string is rendered by itself,
    /// so that no value can break out of it; any other is rendered as a whole.
    public JsonNode render(ScriptScope scope, String template, ObjectNode vars) {
        if (JsonText.read(template) instanceof JsonText.Parsed(JsonNode tree)
                && templates.renderTree(scope, tree, vars)
                        instanceof TreeRendering.Rendered(JsonNode rendered)) {
            return isChat(rendered) ? rendered : text(JavaScriptText.stringify(rendered));
        }
        return switch (templates.render(scope, template, vars)) {
            case Rendering.Rendered(String rendered) -> chatOrText(rendered);
            case Rendering.Failed(String message) ->
                    throw Unanswered.unusable("The rubric prompt cannot be rendered: " + message);
        };
    }

    private static JsonNode chatOrText(String rendered) {
        if (rendered.stripLeading().startsWith("- role:")) {
            return YamlText.read(rendered)
                    .filter(Prompting::isChat)
                    .orElseGet(() -> text(rendered));
        }
        return JsonText.read(rendered) instanceof JsonText.Parsed(JsonNode tree) && isChat(tree)
                ? tree
                : text(rendered);
    }

    private static boolean isChat(JsonNode tree) {
        return tree.isArray()
                && !tree.isEmpty()
                && tree.valueStream().allMatch(message -> message.path("role").isTextual());
    }

    private static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }

    /// The variables as rubric prompts see them: an object, or one in a list, as its JSON.
    public static ObjectNode flat(ObjectNode vars) {
        ObjectNode flat = vars.objectNode();
        vars.properties()
                .forEach(variable -> flat.set(variable.getKey(), flat(variable.getValue())));
        return flat;
    }

    private static JsonNode flat(JsonNode value) {
        if (value.isObject()) {
            return text(JavaScriptText.stringify(value));
        }
        if (!value.isArray()) {
            return value;
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        value.forEach(
                element ->
                        list.add(
                                element.isContainerNode()
                                        ? text(JavaScriptText.stringify(element))
                                        : element));
        return list;
    }

    /// The value of a text that is JSON, as `JSON.parse` reads it; else the text.
    public static JsonNode parsed(String text) {
        return JsonText.read(text) instanceof JsonText.Parsed(JsonNode tree) ? tree : text(text);
    }
}
