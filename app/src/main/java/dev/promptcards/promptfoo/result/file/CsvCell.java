package dev.promptcards.promptfoo.result.file;

import java.util.Locale;
import java.util.regex.Pattern;

/// Cells of a CSV that people open in a spreadsheet.
final class CsvCell {

    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?");

    private CsvCell() {}

    /// A model's output must not run as a formula: a cell that begins like one gets a `'` in front,
    /// by the list of OWASP's "CSV Injection". A plain number, even a negative one, stays a number.
    static String safe(String cell) {
        if (cell.isEmpty()
                || "=+-@\t\r".indexOf(cell.charAt(0)) < 0
                || NUMBER.matcher(cell).matches()) {
            return cell;
        }
        return "'" + cell;
    }

    static String score(double score) {
        return String.format(Locale.ROOT, "%.2f", score);
    }
}
