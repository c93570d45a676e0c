/// The kinds of assertion as types: a record a kind, grouped in sealed families, and the [Finding]
/// that judging one of them gives. Never judges an output and never reads what an author wrote:
/// the sibling packages do.
@NullMarked
package dev.promptcards.assertion.kind;

import org.jspecify.annotations.NullMarked;
