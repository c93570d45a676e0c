package dev.promptcards.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.audit.AuditEntry;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What the audit log says of cards. What a version says is told by its hash: versions stay.
public final class CardEntries {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CardEntries() {}

    /// A new card with its first versions.
    public static AuditEntry created(CardId card, String slug, CardFields fields, int versions) {
        return entry("card.create", card, slug).after(described(fields).put("version", versions));
    }

    /// A card points at a new version.
    ///
    /// @param hash of the new one's content
    public static AuditEntry version(CardId card, String slug, int before, int now, byte[] hash) {
        return entry("card.version", card, slug)
                .before(JSON.objectNode().put("version", before))
                .after(
                        JSON.objectNode()
                                .put("version", now)
                                .put("sha256", HexFormat.of().formatHex(hash)));
    }

    /// What describes a card became another: the fields that did. Whether it was archived or
    /// brought back is an entry of its own.
    static List<AuditEntry> described(PromptCard card, CardFields now, boolean archived) {
        var entries = new ArrayList<AuditEntry>();
        var before = described(CardFields.of(card));
        var after = described(now);
        for (var name : List.copyOf(after.properties().stream().map(it -> it.getKey()).toList())) {
            if (after.get(name).equals(before.get(name))) {
                before.remove(name);
                after.remove(name);
            }
        }
        if (!after.isEmpty()) {
            entries.add(entry("card.update", card.id(), card.slug()).before(before).after(after));
        }
        if (archived != card.archivedAt().isPresent()) {
            entries.add(entry(archived ? "card.archive" : "card.restore", card.id(), card.slug()));
        }
        return entries;
    }

    /// A label of a card points elsewhere; at nothing where it was, or is, not there.
    static AuditEntry label(
            PromptCard card, String label, Optional<Integer> from, Optional<Integer> to) {
        var entry = entry(to.isPresent() ? "label.move" : "label.remove", card.id(), card.slug());
        return entry.before(pointer(label, from)).after(pointer(label, to));
    }

    private static AuditEntry entry(String action, CardId card, String slug) {
        return new AuditEntry(action, "card", card.toString(), slug);
    }

    private static ObjectNode described(CardFields fields) {
        var node =
                JSON.objectNode()
                        .put("title", fields.title())
                        .put("description", fields.description());
        node.set("tags", fields.tags());
        node.set("metadata", fields.metadata());
        return node;
    }

    private static JsonNode pointer(String label, Optional<Integer> version) {
        var node = JSON.objectNode().put("label", label);
        node.set("version", version.<JsonNode>map(JSON::numberNode).orElseGet(JSON::nullNode));
        return node;
    }
}
