package dev.promptcards.assertion.markup;

import dev.promptcards.assertion.kind.Finding;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.TextNode;

import java.util.Set;
import java.util.regex.Pattern;

/// The kind `is-html`: elements of the HTML standard or of a name with a hyphen, and no text beside
/// them. Read as a browser reads it, so that a tag that is not closed is no fault.
final class WholeHtml {

    private static final int LONGEST = 10_000_000;

    /// https://html.spec.whatwg.org/multipage/indices.html#elements-3, and the roots of SVG and
    /// MathML.
    private static final Set<String> ELEMENTS =
            Set.of(
                    """
                    a abbr address area article aside audio b base bdi bdo blockquote body br button
                    canvas caption cite code col colgroup data datalist dd del details dfn dialog div
                    dl dt em embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header
                    hr html i iframe img input ins kbd label legend li link main map mark math menu meta
                    meter nav noscript object ol optgroup option output p param picture pre progress q
                    rp rt ruby s samp script section select slot small source span strong style sub
                    summary sup svg table tbody td template textarea tfoot th thead time title tr track
                    u ul var video wbr\
                    """
                            .split("\\s+"));

    /// Elements a parser adds where nobody wrote them.
    private static final Set<String> IMPLIED = Set.of("html", "head", "body");

    private WholeHtml() {}

    static Finding judge(String output) {
        String text = output.strip();
        if (text.isEmpty()) {
            return no("Output is empty");
        }
        if (text.length() > LONGEST) {
            return new Finding.Unusable("The output is too long to be read as HTML");
        }
        if (text.regionMatches(true, 0, "<?xml", 0, 5)) {
            return no("Output appears to be XML, not HTML");
        }
        Document document = Jsoup.parse(text);
        if (!isWritten("body", text)
                && document.body().textNodes().stream().anyMatch(t -> !isBlank(t))) {
            return no("Output must be wrapped in HTML tags");
        }
        boolean known =
                document.stream()
                        .map(element -> element.normalName())
                        .anyMatch(name -> isElement(name, text));
        return known
                ? Finding.of(true, "", "Output is valid HTML")
                : no("Output does not contain recognized HTML elements");
    }

    private static boolean isElement(String name, String text) {
        return IMPLIED.contains(name)
                ? isWritten(name, text)
                : ELEMENTS.contains(name) || name.contains("-");
    }

    private static boolean isWritten(String name, String text) {
        return Pattern.compile("<" + name + "(?=[\\s>/])", Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .find();
    }

    private static boolean isBlank(TextNode node) {
        return node.getWholeText().isBlank();
    }

    private static Finding no(String reason) {
        return Finding.of(false, reason, "");
    }
}
