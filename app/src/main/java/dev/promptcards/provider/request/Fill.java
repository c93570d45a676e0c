package dev.promptcards.provider.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.script.ScriptScope;
import dev.promptcards.template.Rendering;
import dev.promptcards.template.Templates;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills the templates of a request with the variables of one case, the prompt among them.
record Fill(Templates templates, ScriptScope scope, ObjectNode vars) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{.*?}}", Pattern.DOTALL);

    /// The same with another prompt.
    Fill with(JsonNode prompt) {
        ObjectNode changed = vars.deepCopy();
        changed.set("prompt", prompt);
        return new Fill(templates, scope, changed);
    }

    String text(String template) throws Unfit {
        return text(template, vars);
    }

    /// A text with nothing but its `{{ variables }}` filled: what else looks like a tag belongs to
    /// the request. Texts are escaped for the JSON they most likely stand in, as promptfoo does it.
    String raw(String template) throws Unfit {
        ObjectNode escaped = escaped();
        StringBuilder filled = new StringBuilder();
        Matcher matcher = VARIABLE.matcher(template);
        int end = 0;
        while (matcher.find()) {
            filled.append(template, end, matcher.start()).append(text(matcher.group(), escaped));
            end = matcher.end();
        }
        return filled.append(template, end, template.length()).toString();
    }

    /// A JSON document: every text in it is filled by itself, so that no quotation mark can break
    /// it, and one that has become an object or a list is that object or list.
    JsonNode json(JsonNode template) throws Unfit {
        return switch (template) {
            case TextNode text -> {
                String filled = text(text.textValue());
                yield structure(filled).orElseGet(() -> TextNode.valueOf(filled));
            }
            case ArrayNode list -> {
                ArrayNode filled = JsonNodeFactory.instance.arrayNode(list.size());
                for (JsonNode item : list) {
                    filled.add(json(item));
                }
                yield filled;
            }
            case ObjectNode object -> {
                ObjectNode filled = JsonNodeFactory.instance.objectNode();
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    filled.set(member.getKey(), json(member.getValue()));
                }
                yield filled;
            }
            default -> template;
        };
    }

    /// A JSON document written as a text: filled as it stands, and where that breaks it, with texts
    /// escaped. What is no JSON even so is sent as it is.
    String document(String template) throws Unfit {
        String filled = text(template);
        if (parsed(filled).isPresent()) {
            return filled;
        }
        String escaped = text(template, escaped());
        return parsed(escaped).isPresent() ? escaped : filled;
    }

    static Optional<JsonNode> parsed(String text) {
        try {
            JsonNode parsed = JSON.readTree(text);
            return parsed.isMissingNode() ? Optional.empty() : Optional.of(parsed);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> structure(String text) {
        String stripped = text.strip();
        return stripped.startsWith("{") || stripped.startsWith("[")
                ? parsed(stripped).filter(JsonNode::isContainerNode)
                : Optional.empty();
    }

    private ObjectNode escaped() {
        ObjectNode escaped = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> variable : vars.properties()) {
            JsonNode value = variable.getValue();
            if (value.isTextual()) {
                String quoted = value.toString();
                escaped.put(variable.getKey(), quoted.substring(1, quoted.length() - 1));
            } else {
                escaped.set(variable.getKey(), value);
            }
        }
        return escaped;
    }

    private String text(String template, ObjectNode values) throws Unfit {
        return switch (templates.render(scope, template, values)) {
            case Rendering.Rendered(String text) -> text;
            case Rendering.Failed(String message) ->
                    throw new Unfit("a template of the request cannot be rendered: " + message);
        };
    }
}
