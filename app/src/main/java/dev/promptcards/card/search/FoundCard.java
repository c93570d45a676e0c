package dev.promptcards.card.search;

import dev.promptcards.card.PromptCard;

import java.util.Optional;

/// A card that was found.
///
/// @param snippet where words were searched for
public record FoundCard(PromptCard card, Optional<Snippet> snippet) {}
