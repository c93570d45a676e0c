/// Google's Gemini API (AI Studio, not Vertex). Requests and outputs are what promptfoo makes of
/// the same configuration. Never follows up a call of a function: what the model asked for is its
/// answer.
@NullMarked
package dev.promptcards.provider.google;

import org.jspecify.annotations.NullMarked;
