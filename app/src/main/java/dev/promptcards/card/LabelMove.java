package dev.promptcards.card;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One move of a label: from nowhere when it was set, to nowhere when it was removed.
public record LabelMove(
        UUID id,
        Optional<Integer> fromVersion,
        Optional<Integer> toVersion,
        String movedBy,
        Instant movedAt) {}
