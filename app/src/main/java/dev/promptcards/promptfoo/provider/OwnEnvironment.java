package dev.promptcards.promptfoo.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Environment variables a provider has to itself (`env`): they fill the templates of its
/// configuration, and those that hold a key or an address take their place in it, since the
/// variables of a run are the same for all its providers.
final class OwnEnvironment {

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{-?\\s*env\\.(\\w+)\\s*-?}}");

    private OwnEnvironment() {}

    /// @param credentials keeps the keys among them
    static void apply(String id, JsonNode env, ObjectNode config, Credentials credentials) {
        if (!(env instanceof ObjectNode written)) {
            return;
        }
        ObjectNode own = credentials.outOf(id, written.deepCopy());
        fill(own, config);
        for (Map.Entry<String, JsonNode> entry : own.properties()) {
            String name = entry.getKey();
            String value = entry.getValue().asText();
            if (name.endsWith("_API_KEY")) {
                putIfAbsent(config, "apiKey", value);
            } else if (name.endsWith("_BASE_URL")) {
                putIfAbsent(config, "apiBaseUrl", value);
            } else if (name.endsWith("_API_HOST")) {
                putIfAbsent(config, "apiHost", value);
            } else if (name.equals("OPENAI_ORGANIZATION")) {
                putIfAbsent(config, "organization", value);
            }
        }
    }

    private static void putIfAbsent(ObjectNode config, String key, String value) {
        if (!config.has(key) && !(key.equals("apiKey") && config.has("apiKeyEnvar"))) {
            config.put(key, value);
        }
    }

    private static void fill(ObjectNode own, JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(filled(own, entry.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, filled(own, array.get(i)));
            }
        }
    }

    private static JsonNode filled(ObjectNode own, JsonNode value) {
        if (!value.isTextual()) {
            fill(own, value);
            return value;
        }
        Matcher reference = REFERENCE.matcher(value.textValue());
        return TextNode.valueOf(
                reference.replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        own.has(found.group(1))
                                                ? own.path(found.group(1)).asText()
                                                : found.group())));
    }
}
