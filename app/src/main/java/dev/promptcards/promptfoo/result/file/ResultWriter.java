package dev.promptcards.promptfoo.result.file;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;

/// Writes the executions of a run to a file, as they come. The file appears when it is finished: a
/// run that breaks off leaves no half of one behind.
public interface ResultWriter extends AutoCloseable {

    /// Takes one execution, as the server tells it. They come ordered by test, then by column.
    void write(JsonNode execution) throws IOException;

    /// Ends the file and puts it in place.
    ///
    /// @param ending what is known once every execution was written
    void finish(Ending ending) throws IOException;

    /// Drops what was not finished.
    @Override
    void close() throws IOException;
}
