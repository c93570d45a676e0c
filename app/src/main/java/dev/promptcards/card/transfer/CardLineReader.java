package dev.promptcards.card.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.card.CardContent;
import dev.promptcards.card.CardDraft;
import dev.promptcards.card.CardFields;
import dev.promptcards.card.Slug;
import dev.promptcards.card.Variable;
import dev.promptcards.problem.Problem;
import dev.promptcards.problem.UnreadableJson;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a line of an import:
/// `{"title", "slug"?, "description"?, "tags"?, "metadata"?, "versions": [{"committed_at"?,
/// "template" | "messages" | "script", "function"?, "variables"?, "settings"?, "message"?}]}`.
/// Any other field of the card (`type`, `for_devs`) is kept in its metadata.
final class CardLineReader {

    private static final Set<String> FIELDS =
            Set.of("title", "slug", "description", "tags", "metadata", "versions");
    private static final int MAX_VERSIONS = 10_000;

    private final ObjectMapper json;

    CardLineReader(ObjectMapper json) {
        this.json = json;
    }

    private record Head(
            @Nullable String title,
            @Nullable String slug,
            @Nullable String description,
            @Nullable List<String> tags,
            @Nullable ObjectNode metadata,
            @Nullable List<WireVersion> versions) {}

    private record WireVersion(
            @JsonProperty("committed_at") @Nullable Instant committedAt,
            @Nullable String template,
            @Nullable ArrayNode messages,
            @Nullable String script,
            @Nullable String function,
            @Nullable List<Variable> variables,
            @Nullable ObjectNode settings,
            @Nullable String message) {}

    /// Throws `Problem.Invalid` naming the field that is wrong.
    CardLine read(JsonNode line) {
        if (!(line instanceof ObjectNode object)) {
            throw new Problem.Invalid("expected an object with `title` and `versions`");
        }
        var head = head(object);
        if (head.title() == null) {
            throw new Problem.Invalid("title: missing");
        }
        if (head.versions() == null
                || head.versions().isEmpty()
                || head.versions().size() > MAX_VERSIONS) {
            throw new Problem.Invalid("versions: a card has 1 to 10,000 versions");
        }
        var draft =
                new CardDraft(
                        head.slug(),
                        head.title(),
                        head.description(),
                        head.tags(),
                        head.metadata(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        return new CardLine(
                Optional.ofNullable(head.slug()).map(Slug::require),
                CardFields.of(draft, head.title()),
                versions(head.versions()));
    }

    private Head head(ObjectNode line) {
        var known = json.createObjectNode();
        var others = json.createObjectNode();
        for (var field : line.properties()) {
            (FIELDS.contains(field.getKey()) ? known : others)
                    .set(field.getKey(), field.getValue());
        }
        if (!others.isEmpty() && known.path("metadata").isObject()) {
            known.withObject("/metadata").setAll(others);
        } else if (!others.isEmpty() && !known.hasNonNull("metadata")) {
            known.set("metadata", others);
        }
        try {
            return json.treeToValue(known, Head.class);
        } catch (JsonProcessingException unreadable) {
            throw new Problem.Invalid(UnreadableJson.violation(unreadable).message());
        }
    }

    private static List<CardLine.Version> versions(List<WireVersion> wire) {
        var versions = new ArrayList<CardLine.Version>();
        for (int i = 0; i < wire.size(); i++) {
            try {
                versions.add(version(wire.get(i)));
            } catch (Problem.Invalid invalid) {
                throw new Problem.Invalid("versions[" + i + "]." + invalid.getMessage());
            }
        }
        return versions;
    }

    private static CardLine.Version version(@Nullable WireVersion wire) {
        if (wire == null) {
            throw new Problem.Invalid("template: missing");
        }
        var content =
                CardContent.of(
                        CardContent.body(
                                wire.template(), wire.messages(), wire.script(), wire.function()),
                        wire.variables(),
                        wire.settings());
        return new CardLine.Version(
                content,
                ContentKey.of(content.hash()),
                wire.message() == null ? "" : wire.message(),
                Optional.ofNullable(wire.committedAt()));
    }
}
