/// What the commands around runs share: sending a plan to a server, following a run, reporting it.
/// Talks HTTP through the client of `cli.server`. Never holds all cases or all results at once, and
/// never prints a key.
@NullMarked
package dev.promptcards.cli.eval;

import org.jspecify.annotations.NullMarked;
