package dev.promptcards.assertion.markup;

import java.util.Optional;

/// The tags in a text that need not be XML, one after the other. Comments, CDATA and instructions
/// are passed over; what is no tag is text.
final class XmlTags {

    enum Kind {
        OPENING,
        CLOSING,
        EMPTY
    }

    record Tag(Kind kind, String name) {}

    /// Characters looked at before giving up: quotes that never end are quadratic work.
    private static final long MOST_CHARACTERS = 50_000_000;

    private final String text;
    private int at;
    private long looked;

    XmlTags(String text) {
        this.text = text;
    }

    /// The next tag, or empty at the end.
    Optional<Tag> next() {
        for (at = text.indexOf('<', at); at >= 0; at = text.indexOf('<', at)) {
            if (text.startsWith("<!--", at)) {
                skip("-->", 4);
            } else if (text.startsWith("<![CDATA[", at)) {
                skip("]]>", 9);
            } else if (text.startsWith("<?", at)) {
                skip("?>", 2);
            } else {
                Optional<Tag> tag = tag();
                if (tag.isPresent()) {
                    return tag;
                }
                at++;
            }
        }
        at = text.length();
        return Optional.empty();
    }

    /// Whether looking was given up, so that there may be more.
    boolean gaveUp() {
        return looked > MOST_CHARACTERS;
    }

    private Optional<Tag> tag() {
        boolean closing = text.startsWith("</", at);
        int start = at + (closing ? 2 : 1);
        int end = start;
        while (end < text.length() && isOfName(text.charAt(end), end == start)) {
            end++;
        }
        int close = end > start ? tagEnd(end) : -1;
        if (close < 0) {
            return Optional.empty();
        }
        at = close + 1;
        Kind kind = closing ? Kind.CLOSING : isEmpty(close) ? Kind.EMPTY : Kind.OPENING;
        return Optional.of(new Tag(kind, text.substring(start, end)));
    }

    /// Where the `>` stands that ends a tag, quotes aside; below 0 where none does.
    private int tagEnd(int from) {
        char quote = 0;
        int end = looked > MOST_CHARACTERS ? from : text.length();
        for (int i = from; i < end; i++, looked++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>' || c == '<') {
                return c == '>' ? i : -1;
            }
        }
        return -1;
    }

    private boolean isEmpty(int close) {
        int last = close - 1;
        while (Character.isWhitespace(text.charAt(last))) {
            last--;
        }
        return text.charAt(last) == '/';
    }

    private void skip(String end, int opening) {
        int found = text.indexOf(end, at + opening);
        at = found < 0 ? text.length() : found + end.length();
    }

    private static boolean isOfName(char c, boolean first) {
        boolean letter = Character.isLetter(c) || Character.isSurrogate(c) || c == ':' || c == '_';
        return letter || (!first && (Character.isDigit(c) || c == '-' || c == '.' || c == '·'));
    }
}
