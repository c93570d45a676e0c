/// APIs that take one JSON document and answer another, with a key in a header: what is the same in
/// OpenAI's, Anthropic's, Google's and those of everybody who speaks like them. Knows the body of
/// no protocol. Never reads the environment of the server: keys come with the spec.
@NullMarked
package dev.promptcards.provider.api;

import org.jspecify.annotations.NullMarked;
