package dev.promptcards.assertion.tools;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.json.JsonText;

import java.util.ArrayList;
import java.util.List;

/// JSON objects and lists in a text: the whole of it, or what begins a line and ends one. Providers
/// join a text and calls in this way.
final class JsonLines {

    /// Lines one value may take up; a text of opening braces alone is quadratic work.
    private static final int MOST_LINES = 200;

    private JsonLines() {}

    static List<JsonNode> in(String text) {
        if (JsonText.read(text) instanceof JsonText.Parsed(JsonNode tree)) {
            return List.of(tree);
        }
        List<JsonNode> found = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int i = 0;
        while (i < lines.size()) {
            int next = i + 1;
            String first = lines.get(i).strip();
            if (first.startsWith("{") || first.startsWith("[")) {
                next = value(lines, i, found);
            }
            i = next;
        }
        return found;
    }

    /// Adds the value that begins on a line, if one does; the line after it.
    private static int value(List<String> lines, int start, List<JsonNode> found) {
        StringBuilder candidate = new StringBuilder();
        int end = Math.min(lines.size(), start + MOST_LINES);
        for (int i = start; i < end; i++) {
            candidate.append(lines.get(i)).append('\n');
            String line = lines.get(i).strip();
            boolean mayEnd = line.endsWith("}") || line.endsWith("]");
            if (mayEnd
                    && JsonText.read(candidate.toString()) instanceof JsonText.Parsed(JsonNode t)) {
                found.add(t);
                return i + 1;
            }
        }
        return start + 1;
    }
}
