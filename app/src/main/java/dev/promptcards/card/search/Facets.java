package dev.promptcards.card.search;

import java.util.List;

/// What the found cards have, and how many of them: each the most frequent 20.
///
/// @param of how many cards were counted: the first found, at most 1,000
/// @param complete whether these are all that were found
/// @param categories of `metadata.category`
/// @param owners of `metadata.owner`
public record Facets(
        int of, boolean complete, List<Value> tags, List<Value> categories, List<Value> owners) {

    /// A value, and how many of the cards have it.
    public record Value(String value, int cards) {}
}
