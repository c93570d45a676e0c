package dev.promptcards.promptfoo.tests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.promptfoo.file.Lines;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.TextFile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/// One JSON value a line; blank lines are passed over.
final class JsonLinesReader implements TestReader {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final BufferedReader text;
    private int line;

    JsonLinesReader(Path file) throws Refusal {
        this.file = file;
        this.text = TextFile.open(file);
    }

    @Override
    public Optional<Located> next() throws Refusal {
        try {
            for (String row = text.readLine(); row != null; row = text.readLine()) {
                line++;
                if (!row.isBlank()) {
                    return Optional.of(new Located(file, JSON.readTree(row), Lines.single(line)));
                }
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new Place(file, line)
                    .refused(
                            "not JSON: %s; one whole value a line is expected"
                                    .formatted(e.getOriginalMessage()));
        } catch (IOException e) {
            throw TextFile.refusal(file, e);
        }
    }

    @Override
    public void close() {
        try {
            text.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
