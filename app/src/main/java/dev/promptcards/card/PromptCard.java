package dev.promptcards.card;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.http.EntityTag;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A prompt under test. What it says stands in its versions; `variables` repeats those of the
/// latest. `revision` grows with every change of the card, its versions or its labels.
public record PromptCard(
        CardId id,
        String slug,
        String title,
        String description,
        JsonNode tags,
        JsonNode variables,
        JsonNode metadata,
        int latestVersion,
        int revision,
        Optional<Instant> archivedAt,
        Instant createdAt,
        Instant updatedAt) {

    public List<String> tagList() {
        return tags.valueStream().map(JsonNode::textValue).toList();
    }

    /// The variables of the latest version.
    public List<Variable> variableList() {
        return CardJson.variables(variables);
    }

    public EntityTag entityTag() {
        return new EntityTag("r" + revision);
    }
}
