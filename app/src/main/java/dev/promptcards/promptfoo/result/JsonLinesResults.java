package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;

/// One of promptfoo's results a line.
final class JsonLinesResults implements ResultWriter {

    private final OutputFile file;

    JsonLinesResults(OutputFile file) {
        this.file = file;
    }

    @Override
    public void write(JsonNode execution) throws IOException {
        file.writer().write(EvaluateResult.of(execution).toString());
        file.writer().write('\n');
    }

    @Override
    public void finish(long durationMillis) throws IOException {
        file.finish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
