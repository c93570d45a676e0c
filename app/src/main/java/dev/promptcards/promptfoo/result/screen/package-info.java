/// Results on the terminal: a table, the figures of a run, its first failures. Fits any width and
/// passes on nothing that could steer the terminal; never prints by itself.
@NullMarked
package dev.promptcards.promptfoo.result.screen;

import org.jspecify.annotations.NullMarked;
