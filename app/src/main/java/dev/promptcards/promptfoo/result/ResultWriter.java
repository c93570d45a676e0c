package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;

/// Writes the executions of a run to a file, as they come. The file appears when it is finished: a
/// run that breaks off leaves no half of one behind.
public interface ResultWriter extends AutoCloseable {

    /// Takes one execution, as the server tells it. They come ordered by test, then by column.
    void write(JsonNode execution) throws IOException;

    /// Ends the file and puts it in place.
    ///
    /// @param durationMillis how long the run took
    void finish(long durationMillis) throws IOException;

    /// Drops what was not finished.
    @Override
    void close() throws IOException;
}
