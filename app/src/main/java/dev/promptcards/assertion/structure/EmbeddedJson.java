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
/// braces left open at the end are objects. Braces are counted wherever they stand, also in a
/// string.
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

    /// The objects in a text, in their order; empty where it has too many braces to look at.
    public static Optional<List<JsonNode>> objects(String text) {
        List<JsonNode> objects = new ArrayList<>();
        long looked = 0;
        for (int i = text.indexOf('{'); i >= 0; i = text.indexOf('{', i)) {
            int end = Math.min(text.length(), i + LONGEST);
            int open = 1;
            int j = i + 1;
            for (; j < end && open > 0; j++) {
                open += text.charAt(j) == '{' ? 1 : text.charAt(j) == '}' ? -1 : 0;
            }
            looked += j - i;
            if (looked > MOST_CHARACTERS) {
                return Optional.empty();
            }
            Optional<JsonNode> object =
                    j > i + 1 ? object(text.substring(i, j) + "}".repeat(open)) : Optional.empty();
            object.ifPresent(objects::add);
            i = object.isPresent() ? j : i + 1;
        }
        return Optional.of(objects);
    }

    private static Optional<JsonNode> object(String candidate) {
        return JsonText.read(candidate) instanceof JsonText.Parsed(JsonNode tree)
                ? Optional.of(tree)
                : YamlText.read(candidate).filter(JsonNode::isObject);
    }
}
