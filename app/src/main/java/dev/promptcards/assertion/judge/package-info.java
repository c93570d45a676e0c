/// Judges the kinds that ask somebody else: a model, an embedding, a classifier, a webhook. Never
/// calls anybody itself: it says what to ask, and whoever implements [Judge] pays and remembers.
@NullMarked
package dev.promptcards.assertion.judge;

import org.jspecify.annotations.NullMarked;
