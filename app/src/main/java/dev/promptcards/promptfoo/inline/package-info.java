/// JavaScript files of a configuration: each becomes one CommonJS text that needs no file, as the
/// server takes it; a few are run here, in the sandbox, because what they make is read here.
/// Never runs a script outside the sandbox, and inlines nothing from outside the root folder.
@NullMarked
package dev.promptcards.promptfoo.inline;

import org.jspecify.annotations.NullMarked;
