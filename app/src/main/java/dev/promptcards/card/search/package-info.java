/// Finds cards: by words, parts of titles, tags, variables, metadata, labels, folders and time, in
/// an order, page by page, with facets and snippets. It changes nothing, and asks the database for
/// the bound workspace alone.
@NullMarked
package dev.promptcards.card.search;

import org.jspecify.annotations.NullMarked;
