package dev.promptcards.promptfoo.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Keys;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.PathPattern;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.Inlined;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Reads `prompts`: texts, files, patterns of files, scripts, mappings with id, label and raw.
public final class PromptReader {

    private static final Pattern PROGRAM =
            Pattern.compile("exec:.*|.*\\.(?:py|rb|go|sh|bash|prompty)(?::\\w+)?");
    private static final Pattern SCHEME = Pattern.compile("(?!file:)[a-z]+://\\S+");
    private static final Pattern FUNCTION =
            Pattern.compile("(?<=\\.[cm]?[jt]s):[A-Za-z_$][\\w$]*$");
    private static final Keys KEYS =
            new Keys(
                    "a prompt",
                    Set.of(
                            "id",
                            "label",
                            "raw",
                            "display",
                            "template",
                            "config",
                            "prefix",
                            "suffix"),
                    Map.of());

    private final Inlined inlined;
    private final Consumer<Finding> findings;
    private final PromptFiles files;
    private final Slugs slugs;
    private final List<PlannedPrompt> prompts = new ArrayList<>();

    /// A prompt as it is written, before its files are read.
    private record Written(
            Place place,
            Optional<String> label,
            Optional<String> id,
            ObjectNode settings,
            String prefix,
            String suffix) {

        Written(Place place, Optional<String> label) {
            this(place, label, Optional.empty(), JsonNodeFactory.instance.objectNode(), "", "");
        }
    }

    public PromptReader(
            Inlined inlined, Slugs slugs, Separators separators, Consumer<Finding> findings) {
        this.inlined = inlined;
        this.slugs = slugs;
        this.findings = findings;
        this.files = new PromptFiles(inlined, separators, findings);
    }

    /// All prompts, in the order they are tried in.
    public List<PlannedPrompt> read(Located node) throws Refusal {
        if (node.value() instanceof ObjectNode byText && !byText.has("raw") && !byText.has("id")) {
            // An older form: texts or files as keys, labels as values.
            for (Map.Entry<String, JsonNode> entry : byText.properties()) {
                add(
                        new Written(
                                node.at(entry.getKey()), Optional.of(entry.getValue().asText())),
                        entry.getKey());
            }
        } else {
            Set<JsonNode> seen = new HashSet<>();
            for (JsonNode item : node.value().isArray() ? node.value() : List.of(node.value())) {
                // The same text twice is one prompt.
                if (item.isContainerNode() || seen.add(item)) {
                    addItem(item.isContainerNode() ? node.part(item) : node, item);
                }
            }
        }
        if (prompts.isEmpty()) {
            throw node.place()
                    .refused(
                            "no prompts; give at least one, such as prompts: ['Summarise"
                                    + " {{text}}']");
        }
        return List.copyOf(prompts);
    }

    private void addItem(Located at, JsonNode item) throws Refusal {
        if (item.isTextual()) {
            add(new Written(at.place(), Optional.empty()), item.textValue());
            return;
        }
        Optional<String> id = text(item, "id");
        Optional<String> raw = text(item, "raw").or(() -> id);
        if (raw.isEmpty()) {
            throw at.place().refused("a prompt is a text, or a mapping with 'raw' or 'id'");
        }
        KEYS.check(at, findings);
        JsonNode config = inlined.deep(at.at("config"), item.path("config"), findings);
        ObjectNode settings =
                config instanceof ObjectNode mapping
                        ? mapping
                        : JsonNodeFactory.instance.objectNode();
        add(
                new Written(
                        at.place(),
                        text(item, "label"),
                        item.has("raw") ? id : Optional.empty(),
                        settings,
                        around(item, settings, "prefix"),
                        around(item, settings, "suffix")),
                raw.get());
    }

    /// What stands before or behind a prompt, named beside it or in its `config`.
    private static String around(JsonNode item, ObjectNode settings, String key) {
        JsonNode inConfig = settings.remove(key);
        return text(item, key).orElse(inConfig == null ? "" : inConfig.asText());
    }

    private void add(Written prompt, String raw) throws Refusal {
        boolean oneLine = raw.indexOf('\n') < 0;
        if (oneLine
                && (PROGRAM.matcher(raw).matches() || SCHEME.matcher(raw).matches())
                && isReference(raw)) {
            String message =
                    ("the prompt '%s' is made by a program or a service outside the sandbox; that"
                                    + " is not supported. Write it in JavaScript, or as a text")
                            .formatted(raw);
            findings.accept(prompt.place().unsupported(message));
            put(prompt, new PromptFiles.Text(prompt.label().orElse(raw), raw), "", message);
            return;
        }
        String function =
                FUNCTION.matcher(raw).results().map(MatchResult::group).findFirst().orElse("");
        String name = raw.substring(0, raw.length() - function.length());
        List<Path> found =
                oneLine && PromptFiles.maybePath(raw)
                        ? inlined.folder().expand(prompt.place(), name)
                        : List.of();
        if (found.isEmpty()) {
            if (oneLine && PromptFiles.surelyPath(raw)) {
                throw prompt.place()
                        .refused(
                                "no prompt file '%s' in %s"
                                        .formatted(
                                                PathPattern.withoutScheme(name),
                                                inlined.folder().shown()));
            }
            put(prompt, new PromptFiles.Text(prompt.label().orElse(raw), raw), "", "");
        }
        for (Path file : found) {
            for (PromptFiles.Text text :
                    files.read(prompt.place(), file, function, prompt.label())) {
                put(prompt, text, prompt.label().orElse(stem(file)), "");
            }
        }
    }

    /// @param unsupported why it cannot be rendered; empty if it can
    private void put(Written prompt, PromptFiles.Text text, String slugPart, String unsupported) {
        String part =
                slugPart.isEmpty()
                        ? prompt.label().or(prompt::id).orElse("prompt-" + (prompts.size() + 1))
                        : slugPart;
        String raw =
                text.script().isPresent()
                        ? text.raw()
                        : prompt.prefix() + text.raw() + prompt.suffix();
        prompts.add(
                new PlannedPrompt(
                        text.label(),
                        prompt.id(),
                        raw,
                        text.script().isPresent() ? Optional.empty() : ChatMessages.plain(raw),
                        text.script(),
                        prompt.settings(),
                        slugs.card(part),
                        Optional.of(unsupported).filter(message -> !message.isEmpty())));
    }

    /// A sentence that mentions a program is a prompt; a bare name is a reference to one.
    private static boolean isReference(String raw) {
        return raw.startsWith("file://")
                || raw.startsWith("exec:")
                || PromptFiles.surelyPath(raw)
                || SCHEME.matcher(raw).matches();
    }

    private static Optional<String> text(JsonNode item, String key) {
        return item.path(key).isTextual()
                ? Optional.of(item.path(key).textValue())
                : Optional.empty();
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }
}
