package dev.promptcards.assertion.judged;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Texts in parts, as RAGAS-style scores count them.
final class Sentences {

    private static final Pattern END = Pattern.compile("(?<=[.!?])\\s+");
    private static final Pattern LIST_MARKER = Pattern.compile("\\d+[.)]");

    private Sentences() {}

    /// The lines that are not blank.
    static List<String> lines(String text) {
        return Stream.of(text.split("\n", -1)).filter(line -> !line.isBlank()).toList();
    }

    /// The lines where there are several, else the sentences of the one.
    static List<String> of(String text) {
        List<String> lines = lines(text);
        return (lines.size() > 1 ? lines.stream() : END.splitAsStream(text))
                .map(String::strip)
                .filter(part -> !part.isEmpty() && !LIST_MARKER.matcher(part).matches())
                .toList();
    }
}
