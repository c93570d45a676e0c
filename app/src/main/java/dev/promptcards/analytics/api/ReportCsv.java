package dev.promptcards.analytics.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;

import de.siegmar.fastcsv.writer.CsvWriter;

import dev.promptcards.http.SpreadsheetText;

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

    /// A smaller number is written as `1E-45`, which spreadsheets read, and not as a line of zeros.
    private static final int MOST_DECIMALS = 30;

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

    /// A negative number is no formula, a text may be one.
    private static String cell(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        if (value.isNumber()) {
            var number = value.decimalValue();
            return number.scale() > MOST_DECIMALS ? number.toString() : number.toPlainString();
        }
        return SpreadsheetText.inert(value.isTextual() ? value.asText() : value.toString());
    }
}
