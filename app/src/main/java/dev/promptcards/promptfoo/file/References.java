package dev.promptcards.promptfoo.file;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;

/// Replaces `{$ref: '#/a/b'}` by the value at that place of the same document. A reference that
/// leads nowhere is left as it stands: a JSON schema may hold references of its own.
final class References {

    private final Path file;
    private final JsonNode root;
    private final Lines lines;
    /// `false` while a node is being resolved, `true` afterwards.
    private final Map<JsonNode, Boolean> resolved = new IdentityHashMap<>();

    private References(Path file, JsonNode root, Lines lines) {
        this.file = file;
        this.root = root;
        this.lines = lines;
    }

    static JsonNode resolve(Path file, JsonNode root, Lines lines) throws Refusal {
        return new References(file, root, lines).resolve(root);
    }

    private JsonNode resolve(JsonNode node) throws Refusal {
        if (!node.isContainerNode()) {
            return node;
        }
        Boolean state = resolved.get(node);
        if (state != null) {
            if (!state) {
                throw new Place(file, lines.of(node))
                        .refused(
                                "a '$ref' leads back to the value that holds it; write the value"
                                        + " out");
            }
            return target(node) == null ? node : resolve(root.at(target(node)));
        }
        resolved.put(node, false);
        JsonPointer target = target(node);
        JsonNode result = node;
        if (target != null) {
            result = resolve(root.at(target));
        } else if (node instanceof ObjectNode object) {
            for (var entry : object.properties()) {
                entry.setValue(resolve(entry.getValue()));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, resolve(array.get(i)));
            }
        }
        resolved.put(node, true);
        return result;
    }

    private @Nullable JsonPointer target(JsonNode node) {
        String reference = node.path("$ref").asText("");
        if (!reference.startsWith("#/")) {
            return null;
        }
        JsonPointer pointer = JsonPointer.compile(reference.substring(1));
        return root.at(pointer).isMissingNode() ? null : pointer;
    }
}
