/// Models on a machine of one's own, by their servers' own protocols: Ollama and llama.cpp. Their
/// options have no word in OpenAI's protocol and would be lost there. Never starts a server, never
/// fetches a model, and takes no model for one that has a list price.
@NullMarked
package dev.promptcards.provider.local;

import org.jspecify.annotations.NullMarked;
