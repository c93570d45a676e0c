package dev.promptcards.promptfoo.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.PathPattern;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Reads `prompts`: texts, files, patterns of files, mappings with id, label and raw.
public final class PromptReader {

    private static final Pattern PROGRAM =
            Pattern.compile(
                    "exec:.*|.*\\.(?:js|cjs|mjs|ts|cts|mts|py|rb|sh|bash|csv|prompty)(?::\\w+)?");
    private static final Pattern SCHEME = Pattern.compile("(?!file:)[a-z]+://\\S+");
    private static final Set<String> KEYS = Set.of("id", "label", "raw", "display", "template");

    private final Path folder;
    private final Consumer<Finding> findings;
    private final PromptFiles files;
    private final Slugs slugs;
    private final List<PlannedPrompt> prompts = new ArrayList<>();

    public PromptReader(Path folder, Slugs slugs, Consumer<Finding> findings) {
        this.folder = folder;
        this.slugs = slugs;
        this.findings = findings;
        this.files = new PromptFiles(folder);
    }

    /// All prompts, in the order they are tried in.
    public List<PlannedPrompt> read(Located node) throws Refusal {
        if (node.value() instanceof ObjectNode byText && !byText.has("raw") && !byText.has("id")) {
            // An older form: texts or files as keys, labels as values.
            for (Map.Entry<String, JsonNode> entry : byText.properties()) {
                add(
                        node.at(entry.getKey()),
                        entry.getKey(),
                        Optional.of(entry.getValue().asText()),
                        Optional.empty());
            }
        } else {
            for (JsonNode item : node.value().isArray() ? node.value() : List.of(node.value())) {
                addItem(item.isContainerNode() ? node.part(item) : node, item);
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
            add(at.place(), item.textValue(), Optional.empty(), Optional.empty());
            return;
        }
        Optional<String> id = text(item, "id");
        Optional<String> raw = text(item, "raw").or(() -> id);
        if (raw.isEmpty()) {
            throw at.place().refused("a prompt is a text, or a mapping with 'raw' or 'id'");
        }
        for (Map.Entry<String, JsonNode> entry : item.properties()) {
            if (!KEYS.contains(entry.getKey())) {
                String message = "'%s' of a prompt is not supported yet".formatted(entry.getKey());
                findings.accept(at.at(entry.getKey()).unsupported(message));
                put(at.place(), text(item, "label"), id, raw.get(), "", Optional.of(message));
                return;
            }
        }
        add(at.place(), raw.get(), text(item, "label"), item.has("raw") ? id : Optional.empty());
    }

    private void add(Place place, String raw, Optional<String> label, Optional<String> id)
            throws Refusal {
        boolean oneLine = raw.indexOf('\n') < 0;
        if (oneLine
                && (PROGRAM.matcher(raw).matches() || SCHEME.matcher(raw).matches())
                && isReference(raw)) {
            String message =
                    "the prompt '%s' is made by a program or a service; that is not supported yet"
                            .formatted(raw);
            findings.accept(place.unsupported(message));
            put(place, label, id, raw, "", Optional.of(message));
            return;
        }
        List<Path> found =
                oneLine && PromptFiles.maybePath(raw) ? PathPattern.expand(folder, raw) : List.of();
        if (found.isEmpty()) {
            if (oneLine && PromptFiles.surelyPath(raw)) {
                throw place.refused(
                        "no prompt file '%s' in %s"
                                .formatted(
                                        PathPattern.withoutScheme(raw), folder.toAbsolutePath()));
            }
            put(place, label, id, raw, "", Optional.empty());
        }
        for (Path file : found) {
            for (PromptFiles.Text text : files.read(file, label)) {
                put(
                        place,
                        Optional.of(text.label()),
                        id,
                        text.raw(),
                        label.orElse(stem(file)),
                        Optional.empty());
            }
        }
    }

    private void put(
            Place place,
            Optional<String> label,
            Optional<String> id,
            String raw,
            String slugPart,
            Optional<String> unsupported) {
        String part =
                slugPart.isEmpty()
                        ? label.or(() -> id).orElse("prompt-" + (prompts.size() + 1))
                        : slugPart;
        prompts.add(
                new PlannedPrompt(
                        label.orElse(raw),
                        id,
                        raw,
                        ChatMessages.plain(raw),
                        slugs.card(part),
                        unsupported.or(() -> conversation(place, raw))));
    }

    /// A prompt that looks back at earlier cases would find nothing there, and might pass for it.
    private Optional<String> conversation(Place place, String raw) {
        if (!raw.contains("_conversation")) {
            return Optional.empty();
        }
        String message = "'_conversation' in a prompt is not supported yet";
        findings.accept(place.unsupported(message));
        return Optional.of(message);
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
