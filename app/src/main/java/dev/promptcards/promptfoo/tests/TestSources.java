package dev.promptcards.promptfoo.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.PathPattern;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.tests.TestSource.Format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Reads `tests` and `scenarios` into the sources of a run's cases.
public final class TestSources {

    private static final Set<String> UNREAD =
            Set.of("js", "cjs", "mjs", "ts", "cts", "mts", "py", "xlsx", "xls");

    private final Path folder;
    private final Consumer<Finding> findings;
    private final List<TestSource> sources = new ArrayList<>();

    public TestSources(Path folder, Consumer<Finding> findings) {
        this.folder = folder;
        this.findings = findings;
    }

    /// The sources in the order they run in; a single bare test where there are none.
    public List<TestSource> read(Located config) throws Refusal {
        Located tests = config.get("tests");
        if (tests.isPresent()) {
            for (Located item : TestSource.items(tests)) {
                add(config, item);
            }
        }
        for (Located scenario : TestSource.items(config.get("scenarios"))) {
            if (scenario.isPresent()) {
                unread(
                        scenario.value().isObject() ? scenario.place() : config.at("scenarios"),
                        "scenarios are not supported yet");
            }
        }
        if (sources.isEmpty()) {
            // Without tests every prompt is tried once, without variables.
            ObjectNode bare = JsonNodeFactory.instance.objectNode();
            bare.putObject("vars");
            sources.add(new TestSource.Inline(List.of(config.part(bare))));
        }
        return List.copyOf(sources);
    }

    private void add(Located config, Located item) throws Refusal {
        JsonNode value = item.value();
        if (value.isTextual()) {
            addFiles(config.at("tests"), value.textValue());
        } else if (value.path("path").isTextual() && !value.has("vars") && !value.has("assert")) {
            addFiles(item.place(), value.path("path").textValue());
        } else {
            sources.add(new TestSource.Inline(List.of(item)));
        }
    }

    private void addFiles(Place place, String name) throws Refusal {
        String plain = PathPattern.withoutScheme(name);
        // A function of a program is named after a colon, a sheet of a workbook after a hash.
        if (plain.contains("://")
                || UNREAD.contains(extension(plain.replaceFirst("[:#][^/.]*$", "")))) {
            unread(
                    place,
                    "tests from '%s' are not supported yet; use a JSONL, JSON, YAML or CSV file"
                            .formatted(plain));
            return;
        }
        List<Path> files = PathPattern.expand(folder, name);
        if (files.isEmpty()) {
            throw place.refused(
                    "no file of tests '%s' in %s".formatted(plain, folder.toAbsolutePath()));
        }
        for (Path file : files) {
            Format format =
                    format(file)
                            .orElseThrow(
                                    () ->
                                            place.refused(
                                                    "'%s' is no .csv, .json, .jsonl, .yaml or .yml file"
                                                            .formatted(file)));
            sources.add(new TestSource.File(file, format));
        }
    }

    private void unread(Place place, String message) {
        Finding finding = place.unsupported(message);
        findings.accept(finding);
        sources.add(new TestSource.Unread(finding));
    }

    private static Optional<Format> format(Path file) {
        return switch (extension(file.toString())) {
            case "csv" -> Optional.of(Format.CSV);
            case "json" -> Optional.of(Format.JSON);
            case "jsonl" -> Optional.of(Format.JSONL);
            case "yaml", "yml" -> Optional.of(Format.YAML);
            default -> Optional.empty();
        };
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
