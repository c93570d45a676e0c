package dev.promptcards.run.imported;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import dev.promptcards.problem.Problem;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/// Reads executions from a CSV, holding one row. The first row names the columns; a row of another
/// length is refused, for its cells stand under the wrong names.
final class ImportReader {

    /// How long ago something may have run: each month is a partition.
    static final Duration OLDEST = Duration.ofDays(10 * 365L);

    /// The highest version a row may name.
    static final int MOST_VERSIONS = 1000;

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private static final int NAME = 200;
    private static final int TEXT = 1 << 20;
    private static final int MOST_REPEATS = 1000;
    private static final int TOKENS = 1_000_000_000;
    private static final long MILLIS = 1_000_000_000;
    private static final long COST = 1_000_000;
    private static final long SCORE = 1_000_000;

    /// What is too long or too much by less than this is told with its column.
    private static final int LARGEST_CELL = 2 * TEXT;

    private static final int LARGEST_ROW = 5 * TEXT;
    private static final int MOST_CELLS = 100;

    private static final Pattern RECORD_LINE = Pattern.compile("starting at line (\\d+)");

    private final Iterator<CsvRecord> records;
    private final Header header;
    private final Instant earliest;
    private final Instant latest;
    private long line = 1;

    /// @param text UTF-8, without a byte order mark
    ImportReader(InputStream text, Instant now) {
        this.earliest = now.minus(OLDEST);
        this.latest = now.plus(CLOCKS_DIFFER);
        // Strict: a replaced character would be stored in the place of what was recorded.
        var reader =
                new BufferedReader(
                        new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder()));
        this.records =
                CsvReader.builder()
                        .commentStrategy(CommentStrategy.NONE)
                        .allowUnclosedQuote(false)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .maxBufferSize(2 * LARGEST_CELL)
                        .build(
                                CsvRecordHandler.of(
                                        limits ->
                                                limits.maxFields(MOST_CELLS)
                                                        .maxFieldSize(LARGEST_CELL)
                                                        .maxRecordSize(LARGEST_ROW)),
                                reader)
                        .iterator();
        this.header =
                record().map(first -> new Header(first.getFields()))
                        .orElseThrow(
                                () ->
                                        new Problem.Invalid(
                                                "line 1: the file is empty; its first row names the"
                                                        + " columns: "
                                                        + String.join(", ", Header.KNOWN)));
    }

    /// The next execution; empty at the end.
    Optional<ImportRow> next() {
        return record().map(this::row);
    }

    private ImportRow row(CsvRecord found) {
        int number = (int) found.getStartingLineNumber();
        if (found.getFieldCount() != header.size()) {
            throw new Problem.Invalid(
                    "line %d: the row has %d cells and the first row %d; quote cells that hold a comma"
                            .formatted(number, found.getFieldCount(), header.size()));
        }
        var cells = new Cells(number, header, found.getFields());
        var error = cells.text("error", TEXT);
        var score = cells.number("score", -SCORE, SCORE);
        var repeat = cells.whole("repeat", 0, MOST_REPEATS - 1);
        if (repeat == null && header.has("repeat")) {
            throw cells.wrong("repeat", "is empty; number every row, from 0, or leave it out");
        }
        return new ImportRow(
                number,
                cells.needed("card", NAME),
                cells.whole("version", 1, MOST_VERSIONS),
                cells.name("provider", NAME),
                cells.needed("model", NAME),
                cells.needed("case_id", NAME),
                repeat,
                cells.moment("created_at", earliest, latest),
                outcome(cells, error != null),
                score == null ? null : score.doubleValue(),
                cells.text("reason", TEXT),
                cells.text("prompt", TEXT),
                cells.text("output", TEXT),
                error,
                cells.rounded("execution_time_ms", MILLIS),
                cells.whole("prompt_tokens", 0, TOKENS),
                cells.whole("completion_tokens", 0, TOKENS),
                cells.number("cost_usd", 0, COST));
    }

    private static String outcome(Cells cells, boolean failedToRun) {
        var passed = cells.flag("passed");
        if (failedToRun) {
            if (Boolean.TRUE.equals(passed)) {
                throw cells.wrong("passed", "is 1 beside an error; what went wrong has not passed");
            }
            return "error";
        }
        if (passed == null) {
            throw cells.wrong("passed", "is empty; say 1 or 0, or what went wrong in `error`");
        }
        return passed ? "passed" : "failed";
    }

    private Optional<CsvRecord> record() {
        try {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            var found = records.next();
            line = found.getStartingLineNumber();
            return Optional.of(found);
        } catch (CsvParseException e) {
            var at = RECORD_LINE.matcher(String.valueOf(e.getMessage()));
            throw new Problem.Invalid(
                    "line %s: broken CSV: a quote that is not closed, or a row of more than 100 cells or 5 million characters; a quote inside a quoted cell is written twice"
                            .formatted(at.find() ? at.group(1) : Long.toString(line)));
        } catch (UncheckedIOException e) {
            throw new Problem.Invalid(
                    switch (e.getCause()) {
                        case ImportFile.TooLong _ ->
                                throw new Problem.TooLarge(
                                        "unpacked, the file is longer than an import may be; split"
                                                + " it");
                        case CharacterCodingException _ ->
                                "line %d or a few thousand characters on: not UTF-8; save the file as UTF-8"
                                        .formatted(line);
                        case EOFException _, ZipException _ ->
                                "line %d or somewhat on: the compressed file is damaged or cut off"
                                        .formatted(line);
                        case null, default -> throw e;
                    });
        }
    }
}
