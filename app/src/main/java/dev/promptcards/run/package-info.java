/// Runs: what was asked for, how far it is, and what came of each try. A run pins versions and a
/// suite's revision when it starts; items go through the queue; outcomes are executions. HTTP lives
/// here only in the controllers; providers are called in `run.worker`, never here.
@NullMarked
package dev.promptcards.run;

import org.jspecify.annotations.NullMarked;
