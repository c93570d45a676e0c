package dev.promptcards.promptfoo.tests;

import com.fasterxml.jackson.databind.node.ObjectNode;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import dev.promptcards.promptfoo.file.Lines;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.TextFile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A row of a CSV, a test. The first row names the columns. A row with more or fewer cells than
/// columns is refused: its cells stand under the wrong names. Cells are data: one that begins with
/// `=` is kept as it is, since nothing here evaluates it.
final class CsvTestReader implements TestReader {

    private static final Pattern RECORD_LINE =
            Pattern.compile("\\(record starting at line (\\d+)\\)");

    private final Path file;
    private final CsvReader<CsvRecord> csv;
    private final Iterator<CsvRecord> records;
    private final CsvColumns columns;

    CsvTestReader(Path file, String delimiter) throws Refusal {
        this.file = file;
        this.csv =
                CsvReader.builder()
                        .fieldSeparator(delimiter)
                        .commentStrategy(CommentStrategy.NONE)
                        .allowUnclosedQuote(false)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(TextFile.open(file));
        this.records = csv.iterator();
        List<String> header = record().map(CsvRecord::getFields).orElse(List.of());
        this.columns = new CsvColumns(new Place(file, 1), header);
    }

    @Override
    public Optional<Located> next() throws Refusal {
        Optional<CsvRecord> row = record();
        if (row.isEmpty()) {
            return Optional.empty();
        }
        int line = (int) row.get().getStartingLineNumber();
        ObjectNode test = columns.test(new Place(file, line), row.get().getFields());
        return Optional.of(new Located(file, test, Lines.single(line)));
    }

    private Optional<CsvRecord> record() throws Refusal {
        try {
            return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
        } catch (CsvParseException e) {
            Matcher line = RECORD_LINE.matcher(e.getMessage());
            throw new Place(file, line.find() ? Integer.parseInt(line.group(1)) : 0)
                    .refused(
                            "broken CSV: %s; a quote inside a quoted cell is written twice"
                                    .formatted(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw TextFile.refusal(file, Objects.requireNonNull(e.getCause()));
        }
    }

    @Override
    public void close() {
        try {
            csv.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
