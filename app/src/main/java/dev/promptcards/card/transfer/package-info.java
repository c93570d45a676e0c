/// Cards in and out as lines of JSON, a card a line with all its versions.
/// It adds cards and versions; it never changes or removes one.
@NullMarked
package dev.promptcards.card.transfer;

import org.jspecify.annotations.NullMarked;
