/// The prompts of a configuration: texts, files, chats, and the names of their cards.
/// Does not render anything.
@NullMarked
package dev.promptcards.promptfoo.prompt;

import org.jspecify.annotations.NullMarked;
