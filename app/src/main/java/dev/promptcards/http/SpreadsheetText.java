package dev.promptcards.http;

/// Texts in tables that people open in a spreadsheet.
public final class SpreadsheetText {

    private SpreadsheetText() {}

    /// What begins like a formula gets a `'` in front, by the list of OWASP's "CSV Injection": a
    /// browser may call itself `=HYPERLINK(…)`, and a model may answer so.
    public static String inert(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
