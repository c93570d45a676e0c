package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.problem.Problem;
import dev.promptcards.promptfoo.cases.Cases;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The body of a suite's upload: a heading, then a case a line, made while they are read.
final class CaseStream extends InputStream {

    private final Cases cases;
    private byte[] line;
    private int position;

    CaseStream(JsonNode heading, Cases cases) {
        this.cases = cases;
        this.line = encoded(heading);
    }

    @Override
    public int read() throws IOException {
        return fill() ? line[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        int read = 0;
        // As much as was asked for: the client sends what one read gives as one chunk.
        while (read < length && fill()) {
            int part = Math.min(length - read, line.length - position);
            System.arraycopy(line, position, buffer, offset + read, part);
            position += part;
            read += part;
        }
        return read == 0 ? -1 : read;
    }

    /// Whether there is a byte at the position, after fetching the next line if need be.
    private boolean fill() throws IOException {
        try {
            if (position == line.length && cases.hasNext()) {
                line = encoded(cases.next());
                position = 0;
            }
            return position < line.length;
        } catch (Problem e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static byte[] encoded(JsonNode value) {
        return (value + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        cases.close();
    }
}
