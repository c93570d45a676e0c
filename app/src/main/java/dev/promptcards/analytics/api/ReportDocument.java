package dev.promptcards.analytics.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.analytics.Report;
import dev.promptcards.analytics.ReportColumn;
import dev.promptcards.analytics.ReportQuestion;
import dev.promptcards.analytics.ReportTable;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;

/// Writes a report's answer as the JSON that is served and kept: what was asked, the columns, a
/// row an object.
@Singleton
final class ReportDocument {

    /// The version of this shape. What is kept in another one is not read.
    static final int SCHEMA = 1;

    private final ObjectMapper json;

    ReportDocument(ObjectMapper json) {
        this.json = json;
    }

    byte[] write(Report report, ReportQuestion question, ReportTable table) {
        var bytes = new ByteArrayOutputStream();
        try (var out = json.createGenerator(bytes)) {
            out.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
            out.writeStartObject();
            out.writeNumberField("schema", SCHEMA);
            out.writeStringField("report", report.name());
            out.writeStringField("from", question.window().from().toString());
            out.writeStringField("to", question.window().to().toString());
            out.writeObjectFieldStart("filters");
            for (var filter : question.filters().entrySet()) {
                out.writeStringField(filter.getKey().word(), filter.getValue());
            }
            out.writeEndObject();
            columns(out, table.columns());
            rows(out, table);
            out.writeBooleanField("more", table.more());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void columns(JsonGenerator out, List<ReportColumn> columns) throws IOException {
        out.writeArrayFieldStart("columns");
        for (var column : columns) {
            out.writeStartObject();
            out.writeStringField("name", column.name());
            out.writeStringField("type", column.type().word());
            out.writeBooleanField("exact", column.exact());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void rows(JsonGenerator out, ReportTable table) throws IOException {
        out.writeArrayFieldStart("rows");
        for (var row : table.rows()) {
            out.writeStartObject();
            for (int i = 0; i < row.size(); i++) {
                out.writeFieldName(table.columns().get(i).name());
                value(out, row.get(i));
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void value(JsonGenerator out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case BigDecimal number -> out.writeNumber(number);
            case Boolean bool -> out.writeBoolean(bool);
            case ReportTable.Json(var text) -> out.writeRawValue(text);
            case List<?> list -> {
                out.writeStartArray();
                for (var each : list) {
                    value(out, each);
                }
                out.writeEndArray();
            }
            default -> out.writeString(value.toString());
        }
    }
}
