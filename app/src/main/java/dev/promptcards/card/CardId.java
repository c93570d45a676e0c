package dev.promptcards.card;

import java.util.UUID;

/// The id of a prompt card inside its workspace.
public record CardId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
