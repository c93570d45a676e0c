/// Judges the kinds that look for tags: XML and HTML, as a whole or somewhere in an output. Never
/// reads a DTD, never resolves an entity that XML itself does not name, and takes time by the
/// length of the output.
@NullMarked
package dev.promptcards.assertion.markup;

import org.jspecify.annotations.NullMarked;
