package dev.promptcards.assertion.markup;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kind `contains-html`: signs of HTML, counted as in the suites this kind is written for. Two
/// are enough; a tag everybody knows is two, a pair of an opening and a closing tag is, a DOCTYPE
/// is.
///
/// Tags are looked for between one `>` and the next, so that all of it takes time by the length.
final class HtmlSigns {

    private static final int ENOUGH = 2;

    private static final Pattern DOCTYPE =
            Pattern.compile("<!DOCTYPE\\s++html", Pattern.CASE_INSENSITIVE);
    private static final Pattern WELL_KNOWN =
            Pattern.compile(
                    "<(?:html|head|body|div|span|p|a|img|h[1-6]|ul|ol|li|table|tr|td|th|form|input"
                            + "|button|script|style|link|meta|br|hr)\\b",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern ENTITY =
            Pattern.compile("&(?:[a-zA-Z]++|#[0-9]++|#x[0-9a-fA-F]++);");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("\\s[a-zA-Z-]++=\\s*+[\"'][^\"']*+[\"']");

    private static final Pattern OPENING = Pattern.compile("<[a-zA-Z][a-zA-Z0-9-]*+(?=\\s|\\z)");
    private static final Pattern EMPTY = Pattern.compile("<[a-zA-Z][a-zA-Z0-9-]*+(?=\\s|/\\z)");
    private static final Pattern CLOSING = Pattern.compile("</[a-zA-Z][a-zA-Z0-9-]*+\\s*+\\z");

    private HtmlSigns() {}

    static boolean areIn(String text) {
        if (WELL_KNOWN.matcher(text).find() || DOCTYPE.matcher(text).find()) {
            return true;
        }
        int signs = tags(text);
        signs += ENTITY.matcher(text).find() ? 1 : 0;
        signs += hasComment(text) ? 1 : 0;
        return signs + (ATTRIBUTE.matcher(text).find() ? 1 : 0) >= ENOUGH;
    }

    private static int tags(String text) {
        boolean opening = false;
        boolean closing = false;
        boolean empty = false;
        int start = 0;
        for (int end = text.indexOf('>'); end >= 0; end = text.indexOf('>', start)) {
            opening = opening || stands(OPENING, text, start, end);
            closing = closing || stands(CLOSING, text, start, end);
            boolean slash = end > start && text.charAt(end - 1) == '/';
            empty = empty || (slash && stands(EMPTY, text, start, end));
            start = end + 1;
        }
        return (opening ? 1 : 0) + (closing ? 1 : 0) + (empty ? 1 : 0);
    }

    private static boolean stands(Pattern tag, String text, int start, int end) {
        Matcher matcher = tag.matcher(text).region(start, end);
        return matcher.find();
    }

    private static boolean hasComment(String text) {
        int start = text.indexOf("<!--");
        return start >= 0 && text.indexOf("-->", start + 4) >= 0;
    }
}
