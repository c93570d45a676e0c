package dev.promptcards.connection;

import java.util.UUID;

/// The id of a connection inside its workspace.
public record ConnectionId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
