/// What an execution says, in promptfoo's words, and the sums over the columns of a run. Takes
/// executions one at a time and never holds them all; does not judge or count anew what the server
/// has judged.
@NullMarked
package dev.promptcards.promptfoo.result;

import org.jspecify.annotations.NullMarked;
