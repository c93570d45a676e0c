package dev.promptcards.promptfoo.result.file;

import dev.promptcards.problem.Problem;
import dev.promptcards.promptfoo.result.RunFacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// The forms results can be written in.
public enum OutputFormat {
    JSON,
    JSONL,
    YAML,
    CSV,
    HTML,
    JUNIT,
    XML,
    MARKDOWN;

    /// The endings of names, as an error lists them.
    private static final String ENDINGS =
            ".json, .jsonl, .yaml, .yml, .txt, .csv, .html, .junit.xml, .xml or .md";

    /// The form a file's name asks for.
    ///
    /// @throws Problem.Invalid if it asks for none of them
    public static OutputFormat of(Path path) {
        String name =
                path.getFileName() == null
                        ? ""
                        : path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".junit.xml")) {
            return JUNIT;
        }
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "json" -> JSON;
            case "jsonl" -> JSONL;
            case "yaml", "yml", "txt" -> YAML;
            case "csv" -> CSV;
            case "html" -> HTML;
            case "xml" -> XML;
            case "md" -> MARKDOWN;
            default ->
                    throw new Problem.Invalid(
                            "Results are written as %s; '%s' is none of these."
                                    .formatted(ENDINGS, path));
        };
    }

    /// Starts a file of results. Close the writer; unless it was finished, no file is left.
    public ResultWriter open(Path path, RunFacts facts) throws IOException {
        OutputFile file = OutputFile.create(path);
        return switch (this) {
            case JSON -> JsonResults.json(file, facts);
            case JSONL -> new JsonLinesResults(file);
            case YAML -> JsonResults.yaml(file, facts);
            case CSV -> new CsvResults(file);
            case HTML -> new HtmlResults(file, facts);
            case JUNIT -> new JunitResults(file, facts);
            case XML -> new XmlResults(file, facts);
            case MARKDOWN -> new MarkdownResults(file, facts);
        };
    }
}
