package dev.promptcards.assertion.structure;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.json.JsonText;
import dev.promptcards.assertion.kind.Finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The kind `contains-json`: objects between braces anywhere in an output.
///
/// It is as lenient as the suites written for it expect: `{a: 1}`, `{1, 2}`, a trailing comma and
/// braces left open at the end are objects, and braces are counted wherever they stand, also in a
/// string. What a judge answers is read as strict JSON first: its reason may speak of braces.
public final class EmbeddedJson {

    /// The longest object looked for, in characters.
    private static final int LONGEST = 100_000;

    /// Characters looked at before giving up: an output of braces alone is quadratic work.
    private static final long MOST_CHARACTERS = 5_000_000;

    private EmbeddedJson() {}

    static Finding judge(String output, Optional<JsonSchema> schema) {
        Optional<List<JsonNode>> found = objects(output);
        if (found.isEmpty()) {
            return new Finding.Unusable("The output has too many braces to look for JSON in it");
        }
        List<JsonNode> objects = found.get();
        if (objects.isEmpty() || schema.isEmpty()) {
            return Finding.of(
                    !objects.isEmpty(),
                    "Expected output to contain valid JSON",
                    "Expected output to not contain valid JSON");
        }
        JsonSchema.Outcome outcome = new JsonSchema.Conforms();
        for (JsonNode object : objects) {
            outcome = schema.get().check(object);
            if (!(outcome instanceof JsonSchema.Violates)) {
                break;
            }
        }
        return JsonSchema.finding(outcome);
    }

    /// An object in a text.
    ///
    /// @param end where the text goes on behind it
    /// @param closed whether the text itself closes it
    private record Found(JsonNode object, int end, boolean closed) {}

    /// The objects in a text, in their order; empty where it has too many braces to look at.
    public static Optional<List<JsonNode>> objects(String text) {
        return find(text, false).map(all -> all.stream().map(Found::object).toList());
    }

    /// The first object in what a judge answered. One that the answer breaks off in is none: it
    /// might have gone on to say the opposite.
    public static Optional<JsonNode> first(String answer) {
        return find(answer, true).stream()
                .flatMap(List::stream)
                .findFirst()
                .filter(Found::closed)
                .map(Found::object);
    }

    private static Optional<List<Found>> find(String text, boolean strictFirst) {
        List<Found> all = new ArrayList<>();
        long looked = 0;
        for (int i = text.indexOf('{'); i >= 0; i = text.indexOf('{', i)) {
            int end = Math.min(text.length(), i + LONGEST);
            int close = strictFirst ? closing(text, i, end) : -1;
            looked += strictFirst ? (close < 0 ? end : close) - i : 0;
            Optional<Found> found = close < 0 ? Optional.empty() : strict(text, i, close);
            if (found.isEmpty()) {
                int open = 1;
                int j = i + 1;
                for (; j < end && open > 0; j++) {
                    open += text.charAt(j) == '{' ? 1 : text.charAt(j) == '}' ? -1 : 0;
                }
                looked += j - i;
                found = looked > MOST_CHARACTERS ? found : lenient(text, i, j, open);
            }
            if (looked > MOST_CHARACTERS) {
                return Optional.empty();
            }
            found.ifPresent(all::add);
            i = found.map(Found::end).orElse(i + 1);
        }
        return Optional.of(all);
    }

    /// Behind the brace that closes the one at `start`, strings passed over; -1 where none does.
    private static int closing(String text, int start, int end) {
        int open = 0;
        boolean quoted = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                open++;
            } else if (c == '}' && --open == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private static Optional<Found> strict(String text, int start, int end) {
        return JsonText.read(text.substring(start, end)) instanceof JsonText.Parsed(JsonNode tree)
                ? Optional.of(new Found(tree, end, true))
                : Optional.empty();
    }

    private static Optional<Found> lenient(String text, int start, int end, int open) {
        return end == start + 1
                ? Optional.empty()
                : object(text.substring(start, end) + "}".repeat(open))
                        .map(object -> new Found(object, end, open == 0));
    }

    private static Optional<JsonNode> object(String candidate) {
        return JsonText.read(candidate) instanceof JsonText.Parsed(JsonNode tree)
                ? Optional.of(tree)
                : YamlText.read(candidate).filter(JsonNode::isObject);
    }
}
