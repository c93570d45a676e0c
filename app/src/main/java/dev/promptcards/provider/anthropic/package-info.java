/// Anthropic's Messages API. Requests and outputs are what promptfoo makes of the same
/// configuration. Never follows up a call of a tool: what the model asked for is its answer.
@NullMarked
package dev.promptcards.provider.anthropic;

import org.jspecify.annotations.NullMarked;
