/// What other people's production systems read: the version a label points at, from memory. It
/// moves no label and changes no card, and answers nothing staler than its bound.
@NullMarked
package dev.promptcards.card.serving;

import org.jspecify.annotations.NullMarked;
