/// Finds events of a chain, and gives them away as lines.
/// It says nothing of whether they are genuine.
@NullMarked
package dev.promptcards.audit.search;

import org.jspecify.annotations.NullMarked;
