package dev.promptcards;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lines of `///` documentation that the formatter has cut: of one that is too long it makes a
/// `///` and a `//` line, and the second is no documentation any more.
final class DocumentationLines {

    private static final int WIDTH = 100;

    private static final Pattern LINE = Pattern.compile("( *)///(?: (.*)|)");
    private static final Pattern CUT_OFF = Pattern.compile(" *// (\\S.*)");

    /// Lists, tags, code, tables, headings: what does not go on the line before.
    private static final Pattern STANDS_ALONE = Pattern.compile("|[-*@`|#>\\s].*|\\d+\\. .*");

    private DocumentationLines() {}

    /// The source with such lines joined and the rest of their paragraph wrapped anew.
    static String mended(String source) {
        List<String> lines = source.lines().toList();
        List<String> mended = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            Matcher line = LINE.matcher(lines.get(at));
            int next = at + 1;
            if (line.matches()
                    && next < lines.size()
                    && CUT_OFF.matcher(lines.get(next)).matches()) {
                StringBuilder text = new StringBuilder(line.group(2));
                Optional<String> more = continued(lines.get(next));
                while (more.isPresent()) {
                    text.append(' ').append(more.get());
                    next++;
                    more = next < lines.size() ? continued(lines.get(next)) : Optional.empty();
                }
                mended.addAll(wrapped(line.group(1), text.toString()));
            } else {
                mended.add(lines.get(at));
            }
            at = next;
        }
        return String.join("\n", mended) + "\n";
    }

    private static Optional<String> continued(String line) {
        Matcher cutOff = CUT_OFF.matcher(line);
        if (cutOff.matches()) {
            return Optional.of(cutOff.group(1));
        }
        Matcher documentation = LINE.matcher(line);
        return documentation.matches()
                ? Optional.ofNullable(documentation.group(2))
                        .filter(text -> !STANDS_ALONE.matcher(text).matches())
                : Optional.empty();
    }

    private static List<String> wrapped(String indent, String text) {
        String hanging = text.startsWith("@") ? "    " : text.startsWith("- ") ? "  " : "";
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent + "///");
        for (String word : text.split(" +")) {
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent + "/// " + hanging).append(word);
            } else {
                line.append(' ').append(word);
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
