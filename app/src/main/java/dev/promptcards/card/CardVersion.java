package dev.promptcards.card;

import java.time.Instant;

/// One wording of a card, immutable and numbered from 1.
public record CardVersion(
        CardId cardId,
        int number,
        CardContent content,
        String message,
        String createdBy,
        Instant createdAt) {}
