package dev.promptcards.card.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.card.PromptCard;
import dev.promptcards.card.Variable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A card as the API shows it. `labels` says which version each label points at; `archivedAt` is
/// null for a card in use.
public record CardView(
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
        Instant updatedAt) {

    static CardView of(PromptCard card, Map<String, Integer> labels) {
        return new CardView(
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
                card.updatedAt());
    }
}
