package dev.promptcards.card.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.card.CardJson;
import dev.promptcards.http.Between;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// Which cards are wanted: each part that is given narrows it.
///
/// @param words as a search engine takes them: `"in quotes"`, `or`, `-not`
/// @param titlePart somewhere in the title, in any case
/// @param tags a card has all of them
/// @param variables a list of which each element is contained in one of the card's variables
/// @param metadata an object that the card's metadata contain
/// @param metadataValues what stands in the metadata under a name
/// @param folder the card's folder (`metadata.folder`), or one above it
/// @param archived the archived ones; else those in use
public record CardFilter(
        Optional<String> words,
        Optional<String> titlePart,
        List<String> tags,
        Optional<JsonNode> variables,
        Optional<JsonNode> metadata,
        SortedMap<String, String> metadataValues,
        Optional<String> label,
        Optional<String> folder,
        Between<Instant> created,
        Between<Instant> updated,
        boolean archived) {

    private static final String JSON_NUMBER = "-?(0|[1-9]\\d{0,14})(\\.\\d{1,15})?";
    private static final String JSON_WORD = "true|false|null";

    /// A pattern of LIKE for what the title holds somewhere.
    Optional<String> titlePattern() {
        return titlePart.map(it -> "%" + it.replaceAll("[\\\\%_]", "\\\\$0") + "%");
    }

    Optional<JsonNode> allTags() {
        return tags.isEmpty() ? Optional.empty() : Optional.of(CardJson.tree(tags));
    }

    /// A path of JSON that leads somewhere if all named values are there. What reads as a number,
    /// or as `true`, is looked for as that and as text: an address cannot tell them apart.
    Optional<String> metadataPath() {
        return metadataValues.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        metadataValues.entrySet().stream()
                                .map(it -> condition("@." + quoted(it.getKey()), it.getValue()))
                                .collect(Collectors.joining(" && ", "$ ? (", ")")));
    }

    private static String condition(String at, String value) {
        var asText = at + " == " + quoted(value);
        return value.matches(JSON_NUMBER) || value.matches(JSON_WORD)
                ? "(%s || %s == %s)".formatted(asText, at, value)
                : asText;
    }

    /// A text of a path is written as one of JSON.
    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }
}
