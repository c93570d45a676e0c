package dev.promptcards.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;

import dev.promptcards.problem.UnreadableJson;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads JSON a line at a time, holding one line. A line that cannot be read is a value, so that
/// the rest goes on.
public final class NdjsonReader {

    /// A line and what it holds; `number` counts from 1 as an editor does.
    public sealed interface Line {
        int number();

        record Value(int number, JsonNode json) implements Line {}

        record Unreadable(int number, String reason) implements Line {}
    }

    private final InputStream in;
    private final ObjectReader reader;
    private final int maxLineBytes;
    private int number;

    /// `reader` should fail on trailing tokens, so that two values in one line are noticed.
    public NdjsonReader(InputStream in, ObjectReader reader, int maxLineBytes) {
        this.in = new BufferedInputStream(in, 64 * 1024);
        this.reader = reader;
        this.maxLineBytes = maxLineBytes;
    }

    /// The next line that is not blank; empty at the end.
    public Optional<Line> next() throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (true) {
            bytes.reset();
            boolean tooLong = false;
            int b = in.read();
            if (b < 0) {
                return Optional.empty();
            }
            number++;
            for (; b >= 0 && b != '\n'; b = in.read()) {
                if (bytes.size() < maxLineBytes) {
                    bytes.write(b);
                } else {
                    tooLong = true;
                }
            }
            if (tooLong) {
                return unreadable("longer than %,d bytes".formatted(maxLineBytes));
            }
            var text = decoded(bytes.toByteArray());
            if (text.isEmpty()) {
                return unreadable("not valid UTF-8");
            }
            if (!text.get().isBlank()) {
                return Optional.of(parsed(text.get()));
            }
        }
    }

    private Line parsed(String text) {
        try {
            return new Line.Value(number, reader.readTree(text));
        } catch (JsonProcessingException failure) {
            return new Line.Unreadable(number, UnreadableJson.reason(failure));
        }
    }

    private Optional<Line> unreadable(String reason) {
        return Optional.of(new Line.Unreadable(number, reason));
    }

    /// Strict: `new String` would put U+FFFD where bytes are no UTF-8, and the text would be
    /// another.
    private Optional<String> decoded(byte[] bytes) {
        int start = number == 1 && hasByteOrderMark(bytes) ? 3 : 0;
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, start, bytes.length - start))
                            .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static boolean hasByteOrderMark(byte[] bytes) {
        return bytes.length >= 3
                && bytes[0] == (byte) 0xEF
                && bytes[1] == (byte) 0xBB
                && bytes[2] == (byte) 0xBF;
    }
}
