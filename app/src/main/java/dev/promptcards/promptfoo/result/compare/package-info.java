/// Two runs side by side: which cases became better, which worse, and whether that is more than
/// chance. Keeps a few numbers a case, never outputs; does not fetch anything.
@NullMarked
package dev.promptcards.promptfoo.result.compare;

import org.jspecify.annotations.NullMarked;
