/// promptfoo's configurations and result formats: files in, plain records out. A configuration is
/// read into a [dev.promptcards.promptfoo.Plan], or refused with the places and the remedies. Never
/// talks HTTP or SQL, never reads the process's environment, never prints.
@NullMarked
package dev.promptcards.promptfoo;

import org.jspecify.annotations.NullMarked;
