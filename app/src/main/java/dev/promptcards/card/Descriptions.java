package dev.promptcards.card;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.problem.Problem;
import dev.promptcards.problem.StorableText;

import java.util.LinkedHashSet;
import java.util.List;

/// Holds what describes a card to its limits: a title of 1 to 500 characters, a description of
/// 10,000, 50 tags of 100, metadata of 64 KiB, a version's message of 1,000.
final class Descriptions {

    private static final int MAX_TITLE = 500;
    private static final int MAX_DESCRIPTION = 10_000;
    private static final int MAX_TAGS = 50;
    private static final int MAX_TAG = 100;
    private static final int MAX_METADATA = 64 * 1024;
    private static final int MAX_MESSAGE = 1000;

    private Descriptions() {}

    static String title(String title) {
        // varchar counts code points, String.length() halves of them.
        if (title.isBlank() || title.codePointCount(0, title.length()) > MAX_TITLE) {
            throw new Problem.Invalid(
                    "title: has 1 to 500 characters, and this has %,d"
                            .formatted(title.codePointCount(0, title.length())));
        }
        StorableText.require("title", title, 2 * MAX_TITLE);
        return title;
    }

    static String description(String description) {
        StorableText.require("description", description, MAX_DESCRIPTION);
        return description;
    }

    /// The tags without repetitions, in the order given.
    static ArrayNode tags(List<String> tags) {
        var unique = new LinkedHashSet<>(tags);
        if (unique.size() > MAX_TAGS) {
            throw new Problem.Invalid(
                    "tags: at most 50, and these are %,d".formatted(unique.size()));
        }
        for (var tag : unique) {
            if (tag == null || tag.isBlank()) {
                throw new Problem.Invalid("tags: a tag is a text that is not blank");
            }
            StorableText.require("tags", tag, MAX_TAG);
        }
        return CardJson.tree(List.copyOf(unique));
    }

    static ObjectNode metadata(ObjectNode metadata) {
        StorableText.require("metadata", metadata);
        StorableText.require("metadata", metadata.toString(), MAX_METADATA);
        return metadata;
    }

    static String message(String message) {
        StorableText.require("message", message, MAX_MESSAGE);
        return message;
    }
}
