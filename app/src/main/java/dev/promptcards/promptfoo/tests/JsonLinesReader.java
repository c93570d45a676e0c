package dev.promptcards.promptfoo.tests;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.promptfoo.file.Lines;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.TextFile;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/// One JSON value a line; blank lines are passed over.
final class JsonLinesReader implements TestReader {

    private static final JsonMapper JSON = new JsonMapper();

    /// Characters of a line: as many as a cell of a CSV may have.
    private static final int LONGEST = 16 << 20;

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
            for (String row = line(); row != null; row = line()) {
                if (!row.isBlank()) {
                    return Optional.of(new Located(file, value(row), Lines.single(line)));
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

    private JsonNode value(String row) throws IOException, Refusal {
        try (JsonParser parser = JSON.createParser(row)) {
            JsonNode value = JSON.readTree(parser);
            if (parser.nextToken() != null) {
                throw new Place(file, line)
                        .refused("more than one value on the line; put each on a line of its own");
            }
            return value;
        }
    }

    /// A line, never more of it in memory than one may have: a file may have no line breaks at all.
    private @Nullable String line() throws IOException, Refusal {
        StringBuilder row = new StringBuilder();
        int next = text.read();
        if (next < 0) {
            return null;
        }
        line++;
        for (; next >= 0 && next != '\n'; next = text.read()) {
            if (row.length() == LONGEST) {
                throw new Place(file, line)
                        .refused(
                                "a line of more than %,d characters; one whole value a line is expected"
                                        .formatted(LONGEST));
            }
            row.append((char) next);
        }
        return row.toString();
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
