package dev.promptcards.promptfoo.tests;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.YamlFile;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Where tests come from. A source can be opened any number of times.
public sealed interface TestSource {

    /// Tests written in a document that has been read.
    record Inline(List<Located> tests) implements TestSource {}

    /// A file of tests.
    ///
    /// @param delimiter between the cells of a CSV
    record File(Path path, Format format, String delimiter) implements TestSource {

        public File(Path path, Format format) {
            this(path, format, ",");
        }
    }

    /// Tests a script makes.
    record Generated(GeneratedTests tests) implements TestSource {}

    /// Tests tried with one entry of a scenario.
    record OfScenario(Scenario scenario) implements TestSource {}

    /// Tests that cannot be read; they must show up as an error and not be missing.
    record Unread(Finding finding) implements TestSource {}

    /// Starts reading at the first test. Close the reader.
    default TestReader open() throws Refusal {
        return switch (this) {
            case Inline inline -> new ListReader(inline.tests().iterator());
            case File file ->
                    switch (file.format()) {
                        case YAML -> new ListReader(items(YamlFile.read(file.path())).iterator());
                        case JSON -> new JsonReader(file.path());
                        case JSONL -> new JsonLinesReader(file.path());
                        case CSV -> new CsvTestReader(file.path(), file.delimiter());
                    };
            case Generated generated -> new ListReader(generated.tests().all().iterator());
            case OfScenario one -> one.scenario().open();
            case Unread _ -> new ListReader(List.<Located>of().iterator());
        };
    }

    /// The file, if the source is one.
    default Optional<Path> file() {
        return this instanceof File file ? Optional.of(file.path()) : Optional.empty();
    }

    /// How a file of tests is written.
    enum Format {
        YAML,
        JSON,
        JSONL,
        CSV
    }

    /// The items of a list; a single value is a list of one.
    static List<Located> items(Located document) {
        return document.value().isArray()
                ? document.value().valueStream().map(document::part).toList()
                : List.of(document);
    }

    /// A reader over tests in memory.
    record ListReader(Iterator<Located> tests) implements TestReader {

        @Override
        public Optional<Located> next() {
            return tests.hasNext() ? Optional.of(tests.next()) : Optional.empty();
        }

        @Override
        public void close() {}
    }
}
