/// Limits of a workspace: what it may use, what it has used, and what is left. It knows no card,
/// suite or run, only how many and how much; and it never counts what was not stored.
@NullMarked
package dev.promptcards.quota;

import org.jspecify.annotations.NullMarked;
