package dev.promptcards.assertion.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `a, "b, c", d`: elements between commas, trimmed; a quoted one keeps its commas. Empty elements
/// are dropped, for the empty text is part of every output.
final class CommaList {

    private static final Pattern ELEMENT =
            Pattern.compile("\\s*+(?:\"([^\"]*)\"\\s*|([^,]*))(?:,|\\z)");

    private CommaList() {}

    static List<String> split(String text) {
        List<String> elements = new ArrayList<>();
        Matcher matcher = ELEMENT.matcher(text);
        while (matcher.find()) {
            String quoted = matcher.group(1);
            String element = quoted == null ? matcher.group(2).strip() : quoted;
            if (!element.isEmpty()) {
                elements.add(element);
            }
        }
        return List.copyOf(elements);
    }
}
