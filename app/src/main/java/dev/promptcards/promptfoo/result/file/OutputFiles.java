package dev.promptcards.promptfoo.result.file;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.problem.Problem;
import dev.promptcards.promptfoo.result.RunFacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Several files of results, written side by side from one reading of the executions.
public final class OutputFiles implements ResultWriter {

    private final List<ResultWriter> writers = new ArrayList<>();

    private OutputFiles() {}

    /// Refuses files that could not be written, before anything is paid for their contents. Makes
    /// nothing.
    ///
    /// @throws Problem.Invalid if a name asks for no form there is, or its place takes no file
    public static void check(List<Path> paths) {
        for (Path path : paths) {
            OutputFormat.of(path);
            OutputFile.check(path);
        }
    }

    public static OutputFiles open(List<Path> paths, RunFacts facts) throws IOException {
        OutputFiles files = new OutputFiles();
        try {
            for (Path path : paths) {
                files.writers.add(OutputFormat.of(path).open(path, facts));
            }
            return files;
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    @Override
    public void write(JsonNode execution) throws IOException {
        for (ResultWriter writer : writers) {
            writer.write(execution);
        }
    }

    @Override
    public void finish(Ending ending) throws IOException {
        for (ResultWriter writer : writers) {
            writer.finish(ending);
        }
    }

    /// Closes all, whatever happens to one.
    @Override
    public void close() throws IOException {
        List<IOException> failed = new ArrayList<>();
        for (ResultWriter writer : writers) {
            try {
                writer.close();
            } catch (IOException e) {
                failed.add(e);
            }
        }
        if (!failed.isEmpty()) {
            throw failed.getFirst();
        }
    }
}
