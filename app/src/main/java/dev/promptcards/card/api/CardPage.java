package dev.promptcards.card.api;

import dev.promptcards.card.search.Facets;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A page of found cards.
///
/// @param next the cursor of the page after it, for the same filters and order; null on the last
/// @param facets null where they were not asked for
record CardPage(List<FoundCardView> items, @Nullable String next, @Nullable Facets facets) {}
