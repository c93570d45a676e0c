/// The provider that answers from recorded answers, so that a suite runs without a network, a key
/// or a bill. Reads recordings from the spec or from those that ship with the program; never a file
/// a request names.
@NullMarked
package dev.promptcards.provider.replay;

import org.jspecify.annotations.NullMarked;
