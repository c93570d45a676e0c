/// What a model behind an endpoint is asked and what came of it, as plain types: prompts, specs,
/// results, retry. Adapters and decorators live in the packages below and import this one; nothing
/// here imports them. Never holds HTTP, SQL or a socket, never logs a prompt, an output or a key.
@NullMarked
package dev.promptcards.provider;

import org.jspecify.annotations.NullMarked;
