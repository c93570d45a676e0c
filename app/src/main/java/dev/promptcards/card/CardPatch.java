package dev.promptcards.card;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A change of what describes a card; a missing field stays as it is. `archived` takes the card out
/// of listings, or back.
public record CardPatch(
        @Nullable String title,
        @Nullable String description,
        @Nullable List<String> tags,
        @Nullable ObjectNode metadata,
        @Nullable Boolean archived) {}
