package dev.promptcards.card.transfer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.card.CardId;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Enumeration;
import java.util.List;

/// The lines of an export in pieces of so many versions; a card may go on over several pieces.
final class ExportPieces implements Enumeration<InputStream> {

    /// A version has at most a mebibyte: so many of them are held at once.
    private static final int ROWS = 100;

    /// Reads the rows that follow a place.
    interface Source {
        List<ExportRow> after(@Nullable CardId card, int number, int rows);
    }

    private final Source source;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final JsonGenerator lines;
    private @Nullable CardId card;
    private int number;
    private boolean ended;

    ExportPieces(ObjectMapper json, Source source) {
        this.source = source;
        try {
            this.lines = json.createGenerator(bytes);
            lines.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public boolean hasMoreElements() {
        return !ended;
    }

    @Override
    public InputStream nextElement() {
        bytes.reset();
        var rows = source.after(card, number, ROWS);
        try {
            for (var row : rows) {
                write(row);
            }
            if (rows.size() < ROWS) {
                ended = true;
                close();
            }
            lines.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private void write(ExportRow row) throws IOException {
        if (!row.id().equals(card)) {
            if (card != null) {
                lines.writeEndArray();
                lines.writeEndObject();
            }
            open(row);
        }
        writeVersion(row);
        card = row.id();
        number = row.number();
    }

    private void open(ExportRow row) throws IOException {
        lines.writeStartObject();
        lines.writeStringField("title", row.title());
        lines.writeStringField("slug", row.slug());
        if (!row.description().isEmpty()) {
            lines.writeStringField("description", row.description());
        }
        writeUnlessEmpty("tags", row.tags());
        writeUnlessEmpty("metadata", row.metadata());
        lines.writeArrayFieldStart("versions");
    }

    private void writeVersion(ExportRow row) throws IOException {
        lines.writeStartObject();
        lines.writeStringField("committed_at", row.committedAt().toString());
        if (row.template() != null) {
            lines.writeStringField(
                    row.kind().equals("script") ? "script" : "template", row.template());
        } else if (row.messages() != null) {
            lines.writePOJOField("messages", row.messages());
        }
        if (row.function() != null) {
            lines.writeStringField("function", row.function());
        }
        writeUnlessEmpty("variables", row.variables());
        writeUnlessEmpty("settings", row.settings());
        if (!row.message().isEmpty()) {
            lines.writeStringField("message", row.message());
        }
        lines.writeEndObject();
    }

    private void writeUnlessEmpty(String field, JsonNode tree) throws IOException {
        if (!tree.isEmpty()) {
            lines.writePOJOField(field, tree);
        }
    }

    private void close() throws IOException {
        if (card != null) {
            lines.writeEndArray();
            lines.writeEndObject();
            lines.writeRaw('\n');
        }
    }
}
