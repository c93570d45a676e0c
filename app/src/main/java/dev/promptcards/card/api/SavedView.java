package dev.promptcards.card.api;

import dev.promptcards.card.Cards;

/// What writing a card did: `version` is its newest version now, `changed` tells whether that one
/// is new.
public record SavedView(String slug, int version, boolean created, boolean changed) {

    static SavedView of(Cards.Saved saved) {
        return new SavedView(
                saved.card().slug(),
                saved.card().latestVersion(),
                saved.created(),
                saved.changed());
    }
}
