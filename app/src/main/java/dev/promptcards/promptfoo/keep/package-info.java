/// A configuration taken apart to be kept on a server, and put together again from there. Holds no
/// key; every verdict survives the way there and back; talks to nobody.
@NullMarked
package dev.promptcards.promptfoo.keep;

import org.jspecify.annotations.NullMarked;
