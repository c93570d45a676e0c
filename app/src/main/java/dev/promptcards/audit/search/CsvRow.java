package dev.promptcards.audit.search;

import de.siegmar.fastcsv.writer.CsvWriter;

import dev.promptcards.http.SpreadsheetText;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/// A line of a table for spreadsheets.
final class CsvRow {

    static final String HEAD =
            row(
                    List.of(
                            "seq",
                            "at",
                            "actor",
                            "action",
                            "object_kind",
                            "object_id",
                            "object_name",
                            "before",
                            "after",
                            "address",
                            "user_agent",
                            "subject_id",
                            "details",
                            "id",
                            "hash"));

    private CsvRow() {}

    static String of(FoundEvent event) {
        return row(
                Stream.of(
                                event.seq(),
                                event.at(),
                                event.actor(),
                                event.action(),
                                event.objectKind(),
                                event.objectId(),
                                event.objectName(),
                                event.before(),
                                event.after(),
                                event.address(),
                                event.userAgent(),
                                event.subjectId(),
                                event.details(),
                                event.id(),
                                event.hash())
                        .map(CsvRow::cell)
                        .toList());
    }

    private static String cell(@Nullable Object value) {
        return value == null ? "" : SpreadsheetText.inert(value.toString());
    }

    private static String row(List<String> cells) {
        var out = new StringWriter();
        try (var csv = CsvWriter.builder().build(out)) {
            csv.writeRecord(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
