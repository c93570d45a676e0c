package dev.promptcards.promptfoo.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Folder;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.YamlFile;
import dev.promptcards.promptfoo.inline.Inlined;
import dev.promptcards.promptfoo.inline.ScriptFiles;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// `providers` in all the forms it may have: a name, a list, mappings with an id or named by it,
/// files that hold one or several. What comes out are mappings with an id.
final class ProviderItems {

    /// Files that name files that name files.
    private static final int MAX_DEPTH = 5;

    private static final Pattern FILE = Pattern.compile("(?:file://)?.+\\.(?:ya?ml|json)");

    /// @param mapping a copy, with an `id`
    record Item(Located at, ObjectNode mapping) {}

    private final Folder folder;
    private final List<Item> items = new ArrayList<>();

    ProviderItems(Folder folder) {
        this.folder = folder;
    }

    /// @param place where texts stand, which have no place of their own
    List<Item> read(Place place, Located node) throws Refusal {
        addAll(place, node, 0);
        return List.copyOf(items);
    }

    private void addAll(Place place, Located node, int depth) throws Refusal {
        if (depth > MAX_DEPTH) {
            throw place.refused("files of providers that name each other; name them in one place");
        }
        for (JsonNode item : node.value().isArray() ? node.value() : List.of(node.value())) {
            if (item.isTextual() && isFile(item.textValue())) {
                for (Path file : folder.files(place, item.textValue())) {
                    addAll(new Place(file, 1), YamlFile.read(file), depth + 1);
                }
            } else if (item.isTextual()) {
                ObjectNode bare = JsonNodeFactory.instance.objectNode().put("id", item.textValue());
                items.add(new Item(node, bare));
            } else if (item instanceof ObjectNode mapping) {
                Located at = node.part(item);
                items.add(new Item(at, withId(at, mapping)));
            } else {
                throw node.place()
                        .refused("a provider is a name such as 'echo', or a mapping with 'id'");
            }
        }
    }

    /// `{'openai:chat:x': {config: …}}` is the same as `{id: 'openai:chat:x', config: …}`, and an
    /// id that is a file stands for the mapping in it.
    private ObjectNode withId(Located at, ObjectNode mapping) throws Refusal {
        if (mapping.path("id").isTextual()) {
            String id = mapping.path("id").textValue();
            return isFile(id) ? fromFile(at, id, mapping) : mapping.deepCopy();
        }
        if (mapping.size() == 1) {
            Map.Entry<String, JsonNode> only = mapping.properties().iterator().next();
            if (only.getValue() instanceof ObjectNode inner) {
                ObjectNode named = inner.deepCopy();
                return named.has("id") ? named : named.put("id", only.getKey());
            }
        }
        throw at.place().refused("a provider without an id; add one, such as id: echo");
    }

    private ObjectNode fromFile(Located at, String name, ObjectNode over) throws Refusal {
        Path file = folder.file(at.at("id"), name);
        if (!(YamlFile.read(file).value() instanceof ObjectNode held)
                || !held.path("id").isTextual()
                || isFile(held.path("id").textValue())) {
            throw at.at("id").refused("'%s' holds no provider with an id".formatted(name));
        }
        ObjectNode merged = held.deepCopy();
        over.properties()
                .forEach(
                        entry -> {
                            if (!entry.getKey().equals("id")) {
                                merged.set(entry.getKey(), entry.getValue());
                            }
                        });
        return merged;
    }

    private static boolean isFile(String id) {
        boolean isProgram = ScriptFiles.isScript(id) || Inlined.isForeign(id);
        return FILE.matcher(id).matches() || (id.startsWith("file://") && !isProgram);
    }
}
