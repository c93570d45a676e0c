package dev.promptcards.promptfoo.result.file;

import java.util.regex.Pattern;

/// Text as XML 1.0 and HTML take it. Characters XML has no place for, such as an escape sequence in
/// an output, become U+FFFD: a file no reader accepts would lose everything.
final class XmlText {

    private static final Pattern NO_NAME = Pattern.compile("[^\\p{L}\\p{N}_.-]");

    private XmlText() {}

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(
                        character -> {
                            switch (character) {
                                case '&' -> escaped.append("&amp;");
                                case '<' -> escaped.append("&lt;");
                                case '>' -> escaped.append("&gt;");
                                case '"' -> escaped.append("&quot;");
                                case '\'' -> escaped.append("&#39;");
                                // A plain one would be read as a line feed.
                                case '\r' -> escaped.append("&#13;");
                                default ->
                                        escaped.appendCodePoint(
                                                isAllowed(character) ? character : 0xFFFD);
                            }
                        });
        return escaped.toString();
    }

    /// An attribute's value: line feeds and tabs are kept as such.
    static String attribute(String text) {
        return escaped(text).replace("\n", "&#10;").replace("\t", "&#9;");
    }

    /// A name for an element, as near to the text as XML allows.
    static String name(String text) {
        String name = NO_NAME.matcher(text).replaceAll("_");
        boolean begins =
                !name.isEmpty() && (Character.isLetter(name.charAt(0)) || name.charAt(0) == '_');
        return begins ? name : "_" + name;
    }

    private static boolean isAllowed(int character) {
        return character == '\t'
                || character == '\n'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }
}
