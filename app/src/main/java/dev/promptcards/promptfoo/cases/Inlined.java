package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.promptfoo.file.PathPattern;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.TextFile;
import dev.promptcards.promptfoo.file.YamlFile;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What `file://…` values stand for. Texts are read here, since the server has no access to the
/// files; programs and pictures are not read yet. A few files are remembered: a whole suite may
/// name the same.
final class Inlined {

    private static final Set<String> NOT_TEXT =
            Set.of(
                    "js", "cjs", "mjs", "ts", "cts", "mts", "py", "rb", "pdf", "png", "jpg", "jpeg",
                    "gif", "webp", "svg", "bmp", "mp3", "wav", "mp4", "xlsx", "xls", "docx");

    private static final int REMEMBERED = 64;

    private final Path folder;
    private final Map<Path, JsonNode> texts = newest();
    private final Map<Path, JsonNode> values = newest();

    Inlined(Path folder) {
        this.folder = folder;
    }

    static boolean isFile(JsonNode value) {
        return value.isTextual() && value.textValue().startsWith("file://");
    }

    /// Whether the name is that of a program or a picture, not of a text.
    static boolean isUnread(String name) {
        return NOT_TEXT.contains(extension(name));
    }

    /// The files a name or pattern stands for; refused if there are none.
    List<Path> files(Place place, String name) throws Refusal {
        List<Path> files = PathPattern.expand(folder, name);
        if (files.isEmpty()) {
            throw place.refused(
                    "no file '%s' in %s"
                            .formatted(PathPattern.withoutScheme(name), folder.toAbsolutePath()));
        }
        return files;
    }

    /// A file as the value of a variable: its text; YAML is turned into JSON.
    JsonNode text(Path file) throws Refusal {
        JsonNode known = texts.get(file);
        if (known == null) {
            boolean yaml = Set.of("yaml", "yml").contains(extension(file.toString()));
            known =
                    TextNode.valueOf(
                            yaml ? YamlFile.read(file).value().toString() : TextFile.read(file));
            texts.put(file, known);
        }
        return known;
    }

    /// A file as the value of an assertion: JSON and YAML are parsed, anything else is text.
    JsonNode value(Place place, String name) throws Refusal {
        Path file = files(place, name).getFirst();
        JsonNode known = values.get(file);
        if (known == null) {
            boolean parsed = Set.of("json", "yaml", "yml").contains(extension(file.toString()));
            known = parsed ? YamlFile.read(file).value() : TextNode.valueOf(TextFile.read(file));
            values.put(file, known);
        }
        return known;
    }

    /// A mapping of variables read from files, later files win; empty if one holds something else.
    Optional<Map<String, JsonNode>> mapping(Place place, List<String> names) throws Refusal {
        Map<String, JsonNode> merged = new LinkedHashMap<>();
        for (String name : names) {
            for (Path file : files(place, name)) {
                JsonNode value = YamlFile.read(file).value();
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
