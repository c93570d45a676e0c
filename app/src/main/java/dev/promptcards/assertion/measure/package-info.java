/// Judges the kinds that look at how an output came about: how long it took, what it cost, how
/// likely its words were, why it ended. Never takes an unknown measure for 0.
@NullMarked
package dev.promptcards.assertion.measure;

import org.jspecify.annotations.NullMarked;
