package dev.promptcards.promptfoo.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Folder;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.PathPattern;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.YamlFile;
import dev.promptcards.promptfoo.inline.Inlined;
import dev.promptcards.promptfoo.inline.ScriptFiles;
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

    private static final Set<String> UNREAD = Set.of("py", "xlsx", "xls", "ods");

    private final Inlined inlined;
    private final String csvDelimiter;
    private final Consumer<Finding> findings;
    private int entries;

    /// @param csvDelimiter between the cells of a CSV
    public TestSources(Inlined inlined, String csvDelimiter, Consumer<Finding> findings) {
        this.inlined = inlined;
        this.csvDelimiter = csvDelimiter;
        this.findings = findings;
    }

    /// The sources in the order they run in: tests, then scenarios; a single bare test where there
    /// are none.
    ///
    /// @param folder what names in `tests` are relative to
    public List<TestSource> read(Folder folder, Located config, Located tests) throws Refusal {
        List<TestSource> sources = new ArrayList<>();
        if (tests.isPresent()) {
            sources.addAll(sources(folder, config.at("tests"), tests));
        }
        for (Located scenario : opened(config.at("scenarios"), config.get("scenarios"))) {
            addScenario(config.at("scenarios"), scenario, sources);
        }
        if (sources.isEmpty()) {
            // Without tests every prompt is tried once, without variables.
            sources.add(bare(config));
        }
        return List.copyOf(sources);
    }

    private static TestSource bare(Located at) {
        ObjectNode bare = JsonNodeFactory.instance.objectNode();
        bare.putObject("vars");
        return new TestSource.Inline(List.of(at.part(bare)));
    }

    private void addScenario(Place place, Located scenario, List<TestSource> sources)
            throws Refusal {
        Located at = scenario;
        if (!at.value().isObject() || !at.get("config").isPresent()) {
            throw place.refused("a scenario is a mapping with 'config' and 'tests', both lists");
        }
        Located written = at.get("tests");
        List<TestSource> tests =
                written.isPresent()
                        ? sources(inlined.folder(), at.at("tests"), written)
                        : List.of(bare(at));
        for (Located entry : opened(at.at("config"), at.get("config"))) {
            if (!entry.value().isObject()) {
                throw at.at("config").refused("an entry of 'config' is a mapping like a test");
            }
            for (TestSource source : tests) {
                sources.add(
                        source instanceof TestSource.Unread
                                ? source
                                : new TestSource.OfScenario(
                                        new Scenario(entry, source, entries, inlined.scripts())));
            }
            entries++;
        }
    }

    /// The items of a list, those of files it names in their place.
    private List<Located> opened(Place place, Located list) throws Refusal {
        List<Located> opened = new ArrayList<>();
        if (!list.isPresent()) {
            return opened;
        }
        for (Located item : TestSource.items(list)) {
            if (item.value().isTextual()) {
                for (Path file : inlined.folder().files(place, item.value().textValue())) {
                    opened.addAll(TestSource.items(YamlFile.read(file)));
                }
            } else {
                opened.add(item);
            }
        }
        return opened;
    }

    private List<TestSource> sources(Folder folder, Place place, Located tests) throws Refusal {
        List<TestSource> sources = new ArrayList<>();
        for (Located item : TestSource.items(tests)) {
            JsonNode value = item.value();
            if (value.isTextual()) {
                addFiles(folder, place, value.textValue(), MissingNode.getInstance(), sources);
            } else if (value.path("path").isTextual()
                    && !value.has("vars")
                    && !value.has("assert")) {
                String name = value.path("path").textValue();
                addFiles(folder, item.place(), name, value.path("config"), sources);
            } else {
                sources.add(new TestSource.Inline(List.of(item)));
            }
        }
        return sources;
    }

    private void addFiles(
            Folder folder, Place place, String name, JsonNode config, List<TestSource> sources)
            throws Refusal {
        String plain = PathPattern.withoutScheme(name);
        if (!plain.contains("://") && ScriptFiles.isScript(plain)) {
            // Read now, so that what it lacks is named before it runs.
            inlined.scripts().read(folder, place, plain, findings);
            sources.add(
                    new TestSource.Generated(
                            new GeneratedTests(inlined.scripts(), folder, place, plain, config)));
            return;
        }
        // A function of a program is named after a colon, a sheet of a workbook after a hash.
        if (plain.contains("://")
                || UNREAD.contains(extension(plain.replaceFirst("[:#][^/.]*$", "")))) {
            Finding finding =
                    place.unsupported(
                            ("tests from '%s' are not supported; save them as a CSV, JSONL, JSON or"
                                            + " YAML file, or make them with a .js file")
                                    .formatted(plain));
            findings.accept(finding);
            sources.add(new TestSource.Unread(finding));
            return;
        }
        List<Path> files = folder.expand(place, name);
        if (files.isEmpty()) {
            throw place.refused("no file of tests '%s' in %s".formatted(plain, folder.shown()));
        }
        for (Path file : files) {
            Format format =
                    format(file)
                            .orElseThrow(
                                    () ->
                                            place.refused(
                                                    "'%s' is no .csv, .json, .jsonl, .yaml or .yml file"
                                                            .formatted(file)));
            sources.add(new TestSource.File(file, format, csvDelimiter));
        }
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
