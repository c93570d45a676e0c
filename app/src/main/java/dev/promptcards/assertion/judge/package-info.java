/// Questions to somebody else: who is asked, by which prompt, and whether there was an answer.
/// Never calls anybody itself: whoever implements [Judge] does, pays and remembers. Never says what
/// an answer means.
@NullMarked
package dev.promptcards.assertion.judge;

import org.jspecify.annotations.NullMarked;
