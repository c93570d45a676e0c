package dev.promptcards.promptfoo.inline;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a CommonJS text asks for with `require('…')`, as far as the names are written out. Comments
/// and the insides of strings are passed over; a regular expression that holds a quote may hide
/// what stands behind it on its line.
final class Requests {

    /// @param line on which it stands, from 1
    record Request(String name, int line) {}

    private static final String COMMENT = "//[^\\n]*+|/\\*(?s:.*?)(?:\\*/|\\z)";
    private static final String STRINGS =
            "'[^'\\\\\\n]*+(?:\\\\(?s:.)[^'\\\\\\n]*+)*+'?"
                    + "|\"[^\"\\\\\\n]*+(?:\\\\(?s:.)[^\"\\\\\\n]*+)*+\"?"
                    + "|`[^`\\\\]*+(?:\\\\(?s:.)[^`\\\\]*+)*+`?";
    private static final Pattern REQUIRE =
            Pattern.compile(
                    COMMENT
                            + "|(?<![\\w$.])require\\s*\\(\\s*(?:'([^'\\n"
                            + "]+)'|\"([^\"\\n"
                            + "]+)\")\\s*\\)|"
                            + STRINGS);
    private static final Pattern MODULE_SYNTAX =
            Pattern.compile(
                    COMMENT
                            + "|(^[ \\t]*(?:import\\b|export\\b(?!s))|(?<![\\w$.])import\\s*\\()|"
                            + STRINGS,
                    Pattern.MULTILINE);

    private Requests() {}

    static List<Request> of(String text) {
        List<Request> requests = new ArrayList<>();
        Matcher matcher = REQUIRE.matcher(text);
        int line = 1;
        int counted = 0;
        while (matcher.find()) {
            String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            if (name != null) {
                for (; counted < matcher.start(); counted++) {
                    line += text.charAt(counted) == '\n' ? 1 : 0;
                }
                requests.add(new Request(name, line));
            }
        }
        return requests;
    }

    /// Whether a text says `import` or `export`, and so is no CommonJS yet.
    static boolean isModule(String text) {
        return MODULE_SYNTAX.matcher(text).results().anyMatch(found -> found.group(1) != null);
    }
}
