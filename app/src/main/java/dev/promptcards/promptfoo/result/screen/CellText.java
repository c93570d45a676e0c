package dev.promptcards.promptfoo.result.screen;

/// Text in a cell of fixed width: one line, cut with `…`, filled with spaces. Wide characters (East
/// Asian, emoji) take two columns, marks that combine none; control characters, which could redraw
/// the terminal, are shown as spaces.
final class CellText {

    private static final String MORE = "…";

    private CellText() {}

    static String fit(String text, int width) {
        StringBuilder cell = new StringBuilder();
        String line = line(text, width);
        int used = 0;
        for (int i = 0; i < line.length(); ) {
            int character = line.codePointAt(i);
            int columns = width(character);
            i += Character.charCount(character);
            int reserve = i < line.length() ? MORE.length() : 0;
            if (used + columns + reserve > width) {
                cell.append(width > used ? MORE : "");
                used += width > used ? MORE.length() : 0;
                break;
            }
            cell.appendCodePoint(character);
            used += columns;
        }
        return cell.append(" ".repeat(Math.max(0, width - used))).toString();
    }

    static int width(String text) {
        return text.codePoints().map(CellText::width).sum();
    }

    /// Enough of the text to fill the cell, as one line.
    private static String line(String text, int width) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(4L * width + 4)
                .map(character -> isControl(character) ? ' ' : character)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT;
    }

    private static int width(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
            default -> isWide(character) ? 2 : 1;
        };
    }

    /// Wide and fullwidth characters of Unicode's East Asian Width (UAX 11), and emoji drawn as
    /// such.
    private static boolean isWide(int character) {
        return Character.isIdeographic(character)
                || Character.isEmojiPresentation(character)
                || (character >= 0x1100 && character <= 0x115F)
                || (character >= 0x2E80 && character <= 0x33FF && character != 0x303F)
                || (character >= 0xA960 && character <= 0xA97C)
                || (character >= 0xAC00 && character <= 0xD7A3)
                || (character >= 0xFE30 && character <= 0xFE6B)
                || (character >= 0xFF01 && character <= 0xFF60)
                || (character >= 0xFFE0 && character <= 0xFFE6);
    }
}
