package dev.promptcards.card.transfer;

import dev.promptcards.card.CardContent;
import dev.promptcards.card.CardFields;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A card as a line of an import holds it, checked; its versions oldest first.
record CardLine(Optional<String> slug, CardFields fields, List<Version> versions) {

    /// About how many characters its prompts have: what a batch is measured by.
    long size() {
        return versions.stream().mapToLong(version -> version.content().size()).sum();
    }

    /// One version of a line; `committedAt` is empty where the line does not say.
    record Version(
            CardContent content, ContentKey key, String message, Optional<Instant> committedAt) {}
}
