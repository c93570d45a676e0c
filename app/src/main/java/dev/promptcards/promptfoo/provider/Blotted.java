package dev.promptcards.promptfoo.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.SecretParts;

import java.util.Map;
import java.util.Set;

/// A configuration as it can be shown.
public final class Blotted {

    /// Under these stand providers, or what is handed to one.
    private static final Set<String> PROVIDERS =
            Set.of("provider", "providers", "targets", "config");

    private Blotted() {}

    /// A copy of a configuration that can be shown: what looks like a key is blotted out, and of a
    /// provider also what may be one.
    public static JsonNode of(JsonNode config) {
        JsonNode copy = config.deepCopy();
        blot(copy, Part.ANY);
        return copy;
    }

    /// What is being blotted: a provider's configuration may hold keys anywhere, a test's variables
    /// are shown as they are.
    private enum Part {
        ANY,
        PROVIDER,
        SECRET;

        Part under(String name) {
            if (this == ANY) {
                return PROVIDERS.contains(name) ? PROVIDER : ANY;
            }
            return this == SECRET || SecretParts.isWhole(name) ? SECRET : PROVIDER;
        }

        JsonNode shown(JsonNode value) {
            if (!value.isTextual()
                    || Credentials.FROM_ENVIRONMENT.matcher(value.textValue()).matches()) {
                return value;
            }
            return switch (this) {
                case ANY -> value;
                case PROVIDER -> TextNode.valueOf(SecretParts.blotted(value.textValue()));
                case SECRET -> TextNode.valueOf(SecretParts.BLOTTED);
            };
        }
    }

    private static void blot(JsonNode node, Part part) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                boolean secret = Credentials.SECRET_NAME.matcher(entry.getKey()).matches();
                Part under = part.under(entry.getKey());
                entry.setValue(
                        (secret && entry.getValue().isTextual() ? Part.SECRET : under)
                                .shown(entry.getValue()));
                blot(entry.getValue(), under);
            }
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, part.shown(list.get(i)));
                blot(list.get(i), part);
            }
        }
    }
}
