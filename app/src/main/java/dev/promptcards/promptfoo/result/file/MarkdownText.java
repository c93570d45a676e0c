package dev.promptcards.promptfoo.result.file;

/// Texts of others inside Markdown. They stand in code, where nothing of them is markup, a link, or
/// the mention of somebody.
final class MarkdownText {

    private MarkdownText() {}

    /// One line, for a heading or the cell of a table.
    static String inline(String text, int longest) {
        String line = text.replaceAll("\\s+", " ").strip();
        String cut = line.length() <= longest ? line : line.substring(0, longest - 1) + "…";
        // In an HTML element a pipe would still end the cell.
        return "<code>" + XmlText.escaped(cut).replace("|", "&#124;") + "</code>";
    }

    /// A block with a fence no line of the text can close.
    static String block(String text, int longest) {
        String cut =
                text.length() <= longest
                        ? text
                        : text.substring(0, longest)
                                + "\n… (cut, "
                                + text.length()
                                + " characters)";
        String fence = "```";
        while (cut.contains(fence)) {
            fence += "`";
        }
        return fence + "\n" + cut + "\n" + fence + "\n";
    }
}
