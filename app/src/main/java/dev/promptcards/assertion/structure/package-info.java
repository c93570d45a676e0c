/// Judges the kinds that parse an output: JSON, with a schema or without.
/// Never fetches what a schema refers to, and never spends unbounded time on a schema or an output.
@NullMarked
package dev.promptcards.assertion.structure;

import org.jspecify.annotations.NullMarked;
