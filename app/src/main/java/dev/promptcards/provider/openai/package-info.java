/// The OpenAI chat protocol: OpenAI itself and whoever speaks it (Azure, Mistral, Groq, OpenRouter,
/// vLLM, Ollama, …). Requests and outputs are what promptfoo makes of the same configuration, so
/// that results compare. Never reads the environment of the server: keys come with the spec.
@NullMarked
package dev.promptcards.provider.openai;

import org.jspecify.annotations.NullMarked;
