package dev.promptcards.cache;

import java.util.List;
import java.util.UUID;

/// What a transaction makes wrong.
///
/// @param subject what it changes
/// @param revision of the subject, once it is changed
/// @param keys the values that rest on it
public record Change(UUID subject, int revision, List<Key> keys) {

    public Change {
        keys = List.copyOf(keys);
    }
}
