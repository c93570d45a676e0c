/// From a test as it is written to the cases it stands for: checked, files inlined, lists of values
/// multiplied out, defaults taken into account.
/// Never lets a test through that asks for something not supported: it becomes a case that says so.
@NullMarked
package dev.promptcards.promptfoo.cases;

import org.jspecify.annotations.NullMarked;
