package dev.promptcards.promptfoo.file;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replaces `{$ref: '#/a/b'}` by the value at that place of the same document, and
/// `{$ref: 'other.yaml#/a/b'}` by that of another file, which may lie as far up as any file may. A
/// reference within the document that leads nowhere is left as it stands: a JSON schema may hold
/// references of its own.
final class References {

    private static final Pattern FILE = Pattern.compile("([^#:]+\\.(?:ya?ml|json))(?:#(/.*)?)?");

    private final Path file;
    private final JsonNode root;
    private final Lines lines;
    private final ReferencedFiles others;
    /// `false` while a node is being resolved, `true` afterwards.
    private final Map<JsonNode, Boolean> resolved = new IdentityHashMap<>();
    /// What stands in other files, by the references to it.
    private final Map<JsonNode, JsonNode> fetched = new IdentityHashMap<>();

    private References(Path file, JsonNode root, Lines lines, ReferencedFiles others) {
        this.file = file;
        this.root = root;
        this.lines = lines;
        this.others = others;
    }

    /// @param others the files that references lead to, from this one and from those
    static JsonNode resolve(Path file, JsonNode root, Lines lines, ReferencedFiles others)
            throws Refusal {
        return new References(file, root, lines, others).resolve(root);
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
            return target(node) == null
                    ? fetched.getOrDefault(node, node)
                    : resolve(root.at(target(node)));
        }
        resolved.put(node, false);
        JsonPointer target = target(node);
        JsonNode result = node;
        Optional<JsonNode> elsewhere = elsewhere(node);
        if (elsewhere.isPresent()) {
            result = elsewhere.get();
            fetched.put(node, result);
        } else if (target != null) {
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

    private Optional<JsonNode> elsewhere(JsonNode node) throws Refusal {
        Matcher reference = FILE.matcher(node.path("$ref").asText(""));
        if (!reference.matches()) {
            return Optional.empty();
        }
        Place place = new Place(file, lines.of(node));
        JsonNode found =
                others.read(file, place, reference.group(1))
                        .at(reference.group(2) == null ? "" : reference.group(2));
        return found.isMissingNode() ? Optional.empty() : Optional.of(found);
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
