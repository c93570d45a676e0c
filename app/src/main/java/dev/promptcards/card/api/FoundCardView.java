package dev.promptcards.card.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.card.Variable;
import dev.promptcards.card.search.FoundCard;
import dev.promptcards.card.search.Snippet;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A card in a listing: as [CardView], with what it says around the words searched for.
///
/// @param snippet pieces of description and template; null where no words were searched for
record FoundCardView(
        UUID id,
        String slug,
        String title,
        String description,
        List<String> tags,
        List<Variable> variables,
        ObjectNode metadata,
        int latestVersion,
        Map<String, Integer> labels,
        Optional<Instant> archivedAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable List<Snippet.Piece> snippet) {

    static FoundCardView of(FoundCard found, Map<String, Integer> labels) {
        var card = found.card();
        return new FoundCardView(
                card.id().value(),
                card.slug(),
                card.title(),
                card.description(),
                card.tagList(),
                card.variableList(),
                (ObjectNode) card.metadata(),
                card.latestVersion(),
                labels,
                card.archivedAt(),
                card.createdAt(),
                card.updatedAt(),
                found.snippet().map(Snippet::pieces).orElse(null));
    }
}
