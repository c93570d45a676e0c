package dev.promptcards.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.Map;

/// Finds what is or may be a key in what is written of a provider, and has something else put in
/// its place. Whoever seals keys, refuses them or blots them out asks here, so that none of them
/// misses what another finds. [SecretNames] says what is taken for one.
public final class WrittenSecrets {

    public static final String BLOTTED = "[REDACTED]";

    private static final String ID = "id";

    /// What stands in place of a key.
    @FunctionalInterface
    public interface Replacement {

        /// @param path where it was written, as `headers.X-Auth`; holds no part of it
        String of(String path, String secret);
    }

    /// How much of a value may be a key.
    private enum Suspicion {
        /// What is called one, and parts of URLs.
        NAMED,
        /// Any value.
        ALL,
        /// What is called one; a URL is text like any other.
        SAID;

        Suspicion under(String name) {
            if (this == ALL) {
                return ALL;
            }
            if (SecretNames.isSaid(name)) {
                return SAID;
            }
            return this == NAMED && SecretNames.isWhole(name) ? ALL : this;
        }
    }

    private WrittenSecrets() {}

    /// An id, which may be a URL with a password or with a key in its query.
    public static String inId(String id, Replacement by) {
        return SecretUrl.replaced(ID, id, by);
    }

    /// A copy of a provider's configuration.
    public static ObjectNode inConfig(ObjectNode config, Replacement by) {
        return object("", config, Suspicion.NAMED, by);
    }

    /// A copy of a provider in any form it may be written in: an id, a mapping, a mapping by id, a
    /// mapping of tasks, a list of these.
    ///
    /// @param path where it stands
    public static JsonNode inProvider(String path, JsonNode provider, Replacement by) {
        return value(path, provider, Suspicion.NAMED, by);
    }

    /// Whether a value is called a key and written out, wherever it stands.
    public static boolean isKey(String name, JsonNode value) {
        return value.isTextual()
                && SecretNames.isSecret(name)
                && !SecretNames.isReference(value.textValue());
    }

    private static JsonNode value(
            String path, JsonNode written, Suspicion suspicion, Replacement by) {
        return switch (written) {
            case ObjectNode object -> object(path, object, suspicion, by);
            case ArrayNode list -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode(list.size());
                for (int i = 0; i < list.size(); i++) {
                    copy.add(value(path + "[" + i + "]", list.get(i), suspicion, by));
                }
                yield copy;
            }
            case JsonNode one when suspicion == Suspicion.ALL -> sealed(path, one, by);
            case TextNode text when suspicion == Suspicion.NAMED ->
                    TextNode.valueOf(SecretUrl.replaced(path, text.textValue(), by));
            default -> written;
        };
    }

    private static ObjectNode object(
            String path, ObjectNode object, Suspicion suspicion, Replacement by) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            String place = path.isEmpty() ? name : path + "." + name;
            if (suspicion == Suspicion.NAMED && object.size() == 1) {
                // `{id: {config: …}}` is a provider, too.
                String id = SecretUrl.replaced(path, name, by);
                place = id.equals(name) ? place : path;
                name = id;
            }
            copy.set(name, member(place, name, value, suspicion.under(name), by));
        }
        return copy;
    }

    private static JsonNode member(
            String place, String name, JsonNode value, Suspicion suspicion, Replacement by) {
        if (SecretNames.isOpaque(name)) {
            return value;
        }
        boolean isKey =
                switch (suspicion) {
                    case ALL -> !SecretNames.isHarmless(name);
                    case NAMED -> SecretNames.isSecret(name);
                    case SAID -> value.isTextual() && SecretNames.isSecret(name);
                };
        if (isKey && value.isValueNode()) {
            return sealed(place, value, by);
        }
        return value.isValueNode() && suspicion == Suspicion.ALL
                ? value
                : value(place, value, suspicion, by);
    }

    /// Numbers are read as texts wherever a key is wanted.
    private static JsonNode sealed(String path, JsonNode value, Replacement by) {
        boolean isKey =
                (value.isTextual() || value.isNumber()) && !SecretNames.isReference(value.asText());
        return isKey ? TextNode.valueOf(by.of(path, value.asText())) : value;
    }
}
