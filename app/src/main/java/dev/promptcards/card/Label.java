package dev.promptcards.card;

import dev.promptcards.http.EntityTag;

import java.time.Instant;

/// A name that points at a version of a card, since when, and put there by whom.
public record Label(CardId cardId, String label, int version, String updatedBy, Instant updatedAt) {

    /// Names where the label points and since when, so that a label moved away and back is another
    /// state.
    public EntityTag entityTag() {
        long micros = updatedAt.getEpochSecond() * 1_000_000 + updatedAt.getNano() / 1_000;
        return new EntityTag("v" + version + "-" + Long.toString(micros, 36));
    }
}
