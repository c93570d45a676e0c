package dev.promptcards.card.api;

import dev.promptcards.card.Label;

import java.time.Instant;

/// A label as the API shows it.
public record LabelView(String label, int version, String updatedBy, Instant updatedAt) {

    static LabelView of(Label label) {
        return new LabelView(label.label(), label.version(), label.updatedBy(), label.updatedAt());
    }
}
