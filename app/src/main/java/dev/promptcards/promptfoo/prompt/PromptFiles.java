package dev.promptcards.promptfoo.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.PathPattern;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.TextFile;
import dev.promptcards.promptfoo.file.YamlFile;
import dev.promptcards.promptfoo.inline.Inlined;
import dev.promptcards.promptfoo.inline.ScriptFiles;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Files that hold prompts. The labels of prompts without one are promptfoo's, as tables and
/// filters refer to them.
final class PromptFiles {

    /// One prompt of a file.
    ///
    /// @param script the function that makes it, if one does
    record Text(String label, String raw, Optional<ObjectNode> script) {

        Text(String label, String raw) {
            this(label, raw, Optional.empty());
        }
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern EXTENSION =
            Pattern.compile(".*\\.(?:txt|md|j2|jsonl?|ya?ml|csv|[cm]?[jt]s|py)(?::\\w+)?");
    private static final int LABEL_OF_YAML = 80;
    private static final int LABEL_OF_DOCUMENT = 50;

    private final Inlined inlined;
    private final Pattern separator;
    private final String delimiter;
    private final Consumer<Finding> findings;

    PromptFiles(Inlined inlined, Separators separators, Consumer<Finding> findings) {
        this.inlined = inlined;
        this.separator =
                Pattern.compile("(?m)^[ \\t]*" + Pattern.quote(separators.prompts()) + "[ \\t]*$");
        this.delimiter = separators.cells();
        this.findings = findings;
    }

    /// Whether a line may be the name of a file: if there is such a file, it is one. A sentence
    /// with a `*` is no pattern.
    static boolean maybePath(String line) {
        if (line.startsWith("file://")) {
            return true;
        }
        boolean sentence = line.chars().anyMatch(Character::isWhitespace);
        return !line.contains("{{")
                && !(sentence && PathPattern.isPattern(line))
                && (EXTENSION.matcher(line).matches() || line.contains("/") || line.contains("*"));
    }

    /// Whether a line can be nothing but the name of a file. `yes/no {{q}}` and `Mend notes.txt`
    /// are prompts, though promptfoo takes them for files.
    static boolean surelyPath(String line) {
        return line.startsWith("file://")
                || (EXTENSION.matcher(line).matches()
                        && line.chars().noneMatch(Character::isWhitespace)
                        && !line.contains("{{"));
    }

    /// @param place where the name of the file stands
    /// @param function of a script, after its name and a colon; empty where there is none
    List<Text> read(Place place, Path file, String function, Optional<String> label)
            throws Refusal {
        String name = inlined.folder().nameOf(file);
        if (ScriptFiles.isScript(name)) {
            return List.of(script(place, file, name + function, label));
        }
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        List<Text> texts =
                switch (extension) {
                    case "json" -> json(name, TextFile.read(file), label);
                    case "yaml", "yml" -> yaml(file, name, label);
                    case "jsonl" -> lines(name, TextFile.read(file), label);
                    case "csv" -> PromptTable.read(file, delimiter, label);
                    case "md", "j2" -> document(name, TextFile.read(file), label);
                    default -> separated(name, TextFile.read(file), label);
                };
        if (texts.isEmpty()) {
            throw new Place(file, 0).refused("holds no prompt");
        }
        return texts;
    }

    private Text script(Place place, Path file, String name, Optional<String> label)
            throws Refusal {
        String function = name.substring(name.lastIndexOf('.')).replaceFirst("^[^:]*", "");
        ObjectNode script =
                inlined.scripts().read(place, file.toAbsolutePath() + function, findings);
        return new Text(label.orElse(name), script.path("script").textValue(), Optional.of(script));
    }

    private List<Text> separated(String name, String content, Optional<String> label) {
        List<Text> texts = new ArrayList<>();
        for (String part : separator.split(content.replace("\r\n", "\n"))) {
            String raw = part.strip();
            if (!raw.isEmpty()) {
                texts.add(
                        new Text(label.map(own -> own + ": ").orElse("") + name + ": " + raw, raw));
            }
        }
        return texts;
    }

    private static List<Text> json(String name, String content, Optional<String> label) {
        String raw = content;
        try {
            raw = JSON.readTree(content).toString();
        } catch (JsonProcessingException _) {
            // A template may be JSON only once it is rendered; it is taken as it stands.
        }
        return List.of(new Text(label.orElse(name + ": " + raw), raw));
    }

    private static List<Text> yaml(Path file, String name, Optional<String> label) throws Refusal {
        String raw = YamlFile.data(file).value().toString();
        return List.of(new Text(label.orElse(name + ": " + cut(raw, LABEL_OF_YAML)), raw));
    }

    private static List<Text> lines(String name, String content, Optional<String> label) {
        List<String> rows = content.lines().filter(row -> !row.isBlank()).toList();
        String prefix = label.orElse(name);
        return rows.stream()
                .map(row -> new Text(rows.size() > 1 ? prefix + ": " + row : prefix, row))
                .toList();
    }

    private static List<Text> document(String name, String content, Optional<String> label) {
        return content.isBlank()
                ? List.of()
                : List.of(
                        new Text(
                                label.orElse(name + ": " + cut(content, LABEL_OF_DOCUMENT) + "..."),
                                content));
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
