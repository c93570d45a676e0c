package dev.promptcards.promptfoo.result;

/// What a table may use of the terminal.
///
/// @param width in columns
/// @param colours whether escape sequences are understood and wanted
public record Screen(int width, boolean colours) {

    /// Colours are for a terminal whose user did not set `NO_COLOR` (no-color.org).
    public static Screen of(int width, boolean terminal, boolean noColor) {
        return new Screen(width, terminal && !noColor);
    }

    String green(String text) {
        return paint(text, 32);
    }

    String red(String text) {
        return paint(text, 31);
    }

    String yellow(String text) {
        return paint(text, 33);
    }

    String bold(String text) {
        return paint(text, 1);
    }

    private String paint(String text, int code) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
