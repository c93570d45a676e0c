package dev.promptcards.promptfoo.tests;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.promptfoo.file.Lines;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.TextFile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/// The items of a JSON array, or a single JSON object, without the whole in memory.
final class JsonReader implements TestReader {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final JsonParser parser;
    private boolean started;
    private boolean array;

    JsonReader(Path file) throws Refusal {
        this.file = file;
        try {
            this.parser = JSON.createParser(TextFile.open(file));
        } catch (IOException e) {
            throw TextFile.refusal(file, e);
        }
    }

    @Override
    public Optional<Located> next() throws Refusal {
        try {
            JsonToken token = parser.nextToken();
            boolean first = !started;
            if (first) {
                started = true;
                array = token == JsonToken.START_ARRAY;
                token = array ? parser.nextToken() : token;
            }
            if (array && token == JsonToken.END_ARRAY) {
                array = false;
                first = false;
                token = parser.nextToken();
            }
            if (token == null) {
                return Optional.empty();
            }
            int line = parser.currentTokenLocation().getLineNr();
            if (!first && !array) {
                throw new Place(file, line)
                        .refused(
                                "a second value begins behind the end of the first; write all"
                                        + " tests into one list");
            }
            JsonNode item = JSON.readTree(parser);
            return Optional.of(new Located(file, item, Lines.single(line)));
        } catch (JsonProcessingException e) {
            throw new Place(file, e.getLocation() == null ? 0 : e.getLocation().getLineNr())
                    .refused("not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw TextFile.refusal(file, e);
        }
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
