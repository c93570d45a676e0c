package dev.promptcards.promptfoo.result.file;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.result.EvaluateResult;

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
    public void finish(Ending ending) throws IOException {
        file.finish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
