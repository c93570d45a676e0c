package dev.promptcards.analytics.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;

import de.siegmar.fastcsv.writer.CsvWriter;

import jakarta.inject.Singleton;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;

/// Writes what [ReportDocument] wrote as CSV (RFC 4180): a head, a line a row. What is absent is
/// empty; a list or JSON is its JSON text.
@Singleton
final class ReportCsv {

    private final ObjectReader json;

    ReportCsv(ObjectMapper json) {
        this.json = json.reader(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    byte[] write(byte[] document) {
        var text = new StringWriter();
        try (var csv = CsvWriter.builder().build(text)) {
            var answer = json.readTree(document);
            var columns = answer.path("columns");
            csv.writeRecord(
                    StreamSupport.stream(columns.spliterator(), false)
                            .map(column -> column.path("name").asText())
                            .toList());
            for (var row : answer.path("rows")) {
                csv.writeRecord(
                        StreamSupport.stream(columns.spliterator(), false)
                                .map(column -> cell(row.path(column.path("name").asText())))
                                .toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// A text that begins like a formula gets a `'` in front, as in the export of the audit log; a
    /// negative number is no formula.
    private static String cell(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        if (value.isNumber()) {
            return value.decimalValue().toPlainString();
        }
        var text = value.isTextual() ? value.asText() : value.toString();
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
