package dev.promptcards.promptfoo.inline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Folder;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.TextFile;
import dev.promptcards.promptfoo.file.YamlFile;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What `file://…` values stand for: texts, JSON and YAML values, scripts, pictures. They are read
/// here, since the server has no access to the files. A few are remembered: a whole suite may name
/// the same.
public final class Inlined {

    private static final Set<String> PARSED = Set.of("json", "yaml", "yml");

    /// Programs that would run outside the sandbox.
    private static final Set<String> FOREIGN = Set.of("py", "rb", "go", "sh");

    /// Files that hold no text and are no picture or sound a model takes.
    private static final Set<String> UNREAD =
            Set.of("pdf", "xlsx", "xls", "docx", "pptx", "zip", "avi", "mkv");

    private static final int REMEMBERED = 64;

    private final Folder folder;
    private final ScriptFiles scripts;
    private final Map<Path, JsonNode> texts = newest();
    private final Map<Path, JsonNode> values = newest();

    public Inlined(Folder folder, ScriptFiles scripts) {
        this.folder = folder;
        this.scripts = scripts;
    }

    /// Whether a value is the name of a file. A name with a template in it is none before the
    /// template is rendered.
    public static boolean isFile(JsonNode value) {
        return value.isTextual()
                && value.textValue().startsWith("file://")
                && !value.textValue().contains("{{");
    }

    /// Whether the name is that of a program that only runs outside the sandbox.
    public static boolean isForeign(String name) {
        return FOREIGN.contains(extension(name));
    }

    /// Whether the name is that of a document nobody here reads.
    public static boolean isUnread(String name) {
        return UNREAD.contains(extension(name));
    }

    public Folder folder() {
        return folder;
    }

    public ScriptFiles scripts() {
        return scripts;
    }

    /// A file as the value of a variable: its text without the space around it; YAML is turned into
    /// JSON, pictures and sounds into a data address or base64, as models take them.
    public JsonNode text(Path file) throws Refusal {
        JsonNode known = texts.get(file);
        if (known == null) {
            String extension = extension(file.toString());
            if (extension.equals("yaml") || extension.equals("yml")) {
                known = TextNode.valueOf(YamlFile.data(file).value().toString());
            } else if (Media.is(extension)) {
                known = TextNode.valueOf(Media.read(file, extension));
            } else {
                known = TextNode.valueOf(TextFile.read(file).strip());
            }
            texts.put(file, known);
        }
        return known;
    }

    /// A file as a value: JSON and YAML are parsed, a script becomes a script object, anything else
    /// is its text without the space around it.
    public JsonNode value(Place place, String name, Consumer<Finding> findings) throws Refusal {
        if (ScriptFiles.isScript(name)) {
            return scripts.read(place, name, findings);
        }
        Path file = folder.file(place, name);
        JsonNode known = values.get(file);
        if (known == null) {
            boolean parsed = PARSED.contains(extension(file.toString()));
            known =
                    parsed
                            ? YamlFile.data(file).value()
                            : TextNode.valueOf(TextFile.read(file).strip());
            values.put(file, known);
        }
        return known;
    }

    /// A copy of a value in which every `file://` name, however deep, is what it stands for.
    public JsonNode deep(Place place, JsonNode value, Consumer<Finding> findings) throws Refusal {
        if (isFile(value) && isValue(value.textValue())) {
            return value(place, value.textValue(), findings);
        }
        if (value instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                copy.set(entry.getKey(), deep(place, entry.getValue(), findings));
            }
            return copy;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            for (JsonNode item : array) {
                copy.add(deep(place, item, findings));
            }
            return copy;
        }
        return value;
    }

    private static boolean isValue(String name) {
        return ScriptFiles.isScript(name)
                || Set.of("json", "yaml", "yml", "txt", "md", "j2", "xml", "html")
                        .contains(extension(name));
    }

    /// A mapping of variables read from files, later files win; empty if one holds something else.
    ///
    /// @param from the folder names are looked for in first
    public Optional<Map<String, JsonNode>> mapping(Folder from, Place place, Iterable<String> names)
            throws Refusal {
        Map<String, JsonNode> merged = new LinkedHashMap<>();
        for (String name : names) {
            Folder base = from.expand(place, name).isEmpty() ? folder : from;
            for (Path file : base.files(place, name)) {
                JsonNode value = YamlFile.data(file).value();
                if (!value.isObject()) {
                    return Optional.empty();
                }
                value.properties().forEach(entry -> merged.put(entry.getKey(), entry.getValue()));
            }
        }
        return Optional.of(merged);
    }

    private static String extension(String name) {
        // A function of a program is named after a colon: check.js:grade.
        String file = name.replaceFirst(":[A-Za-z_]\\w*$", "");
        return file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static Map<Path, JsonNode> newest() {
        return new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, JsonNode> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
