package dev.promptcards.promptfoo.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.secret.WrittenSecrets;

import java.util.Map;
import java.util.Set;

/// A configuration as it can be shown.
public final class Blotted {

    /// Under these stand providers, or what is handed to one.
    private static final Set<String> PROVIDERS =
            Set.of("provider", "providers", "targets", "config", "env");

    private Blotted() {}

    /// A copy of a configuration that can be shown: what is called a key is blotted out, and of a
    /// provider also what may be one.
    public static JsonNode of(JsonNode config) {
        return switch (config) {
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    copy.set(member.getKey(), shown(member.getKey(), member.getValue()));
                }
                yield copy;
            }
            case ArrayNode list -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode(list.size());
                list.forEach(item -> copy.add(of(item)));
                yield copy;
            }
            default -> config;
        };
    }

    private static JsonNode shown(String name, JsonNode value) {
        if (PROVIDERS.contains(name)) {
            return WrittenSecrets.inProvider(name, value, (_, _) -> WrittenSecrets.BLOTTED);
        }
        return WrittenSecrets.isKey(name, value)
                ? TextNode.valueOf(WrittenSecrets.BLOTTED)
                : of(value);
    }
}
