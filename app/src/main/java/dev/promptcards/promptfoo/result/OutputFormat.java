package dev.promptcards.promptfoo.result;

import dev.promptcards.problem.Problem;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// The forms results can be written in.
public enum OutputFormat {
    JSON,
    JSONL,
    CSV;

    /// The form a file's name asks for.
    ///
    /// @throws Problem.Invalid if it asks for none of them
    public static OutputFormat of(Path path) {
        String name =
                path.getFileName() == null
                        ? ""
                        : path.getFileName().toString().toLowerCase(Locale.ROOT);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "json" -> JSON;
            case "jsonl" -> JSONL;
            case "csv" -> CSV;
            default ->
                    throw new Problem.Invalid(
                            "Results are written as .json, .jsonl or .csv; '%s' is none of these."
                                    .formatted(path));
        };
    }

    /// Starts a file of results. Close the writer; unless it was finished, no file is left.
    public ResultWriter open(Path path, RunFacts facts) throws IOException {
        OutputFile file = OutputFile.create(path);
        return switch (this) {
            case JSON -> new JsonResults(file, facts);
            case JSONL -> new JsonLinesResults(file);
            case CSV -> new CsvResults(file);
        };
    }
}
