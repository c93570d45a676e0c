package dev.promptcards.provider.api;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Locale;
import java.util.Optional;

/// Why a model stopped, in OpenAI's words; servers that pass on another vendor's are translated as
/// promptfoo translates them, and words nobody knows stay.
public final class FinishReason {

    public static final String CONTENT_FILTER = "content_filter";

    private FinishReason() {}

    public static Optional<String> of(JsonNode reason) {
        String word = reason.asText("").strip().toLowerCase(Locale.ROOT);
        return word.isEmpty() || reason.isNull()
                ? Optional.empty()
                : Optional.of(
                        switch (word) {
                            case "end_turn", "stop_sequence" -> "stop";
                            case "max_tokens",
                                    "max_output_tokens",
                                    "model_context_window_exceeded" ->
                                    "length";
                            case "function_call", "tool_use", "tool-calls" -> "tool_calls";
                            case "refusal", "content-filter" -> CONTENT_FILTER;
                            default -> word;
                        });
    }
}
