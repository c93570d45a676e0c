package dev.promptcards.promptfoo.result.screen;

import dev.promptcards.promptfoo.result.Outcome;

/// What a table may use of the terminal.
///
/// @param width in columns
/// @param colours whether escape sequences are understood and wanted
public record Screen(int width, boolean colours) {

    /// Colours are for a terminal, unless its user wants none.
    ///
    /// @param plain whether `NO_COLOR` (no-color.org) or `CI` is set
    public static Screen of(int width, boolean terminal, boolean plain) {
        return new Screen(width, terminal && !plain);
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

    String dim(String text) {
        return paint(text, 2);
    }

    String paint(Outcome outcome, String text) {
        return switch (outcome) {
            case PASSED -> green(text);
            case FAILED -> red(text);
            case ERROR, UNKNOWN -> yellow(text);
        };
    }

    private String paint(String text, int code) {
        return colours && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
