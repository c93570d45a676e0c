/// Judges the kinds that ask somebody else, each by the questions promptfoo asks and with its
/// reading of the answers. Never passes what a judge did not say, and never turns a judge's failure
/// round under negation.
@NullMarked
package dev.promptcards.assertion.judged;

import org.jspecify.annotations.NullMarked;
