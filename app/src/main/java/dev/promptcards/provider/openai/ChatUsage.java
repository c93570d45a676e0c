package dev.promptcards.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.provider.Usage;

import java.util.Optional;
import java.util.Set;

/// The `usage` of an answer.
final class ChatUsage {

    private static final Set<String> STANDARD = Set.of("", "auto", "default", "standard");

    private ChatUsage() {}

    static Optional<Usage> of(JsonNode usage) {
        if (!usage.isObject()) {
            return Optional.empty();
        }
        long prompt = usage.path("prompt_tokens").asLong();
        long completion = usage.path("completion_tokens").asLong();
        return Optional.of(
                new Usage(
                        prompt,
                        completion,
                        usage.path("total_tokens").asLong(prompt + completion),
                        cached(usage),
                        usage.path("completion_tokens_details").path("reasoning_tokens").asLong()));
    }

    /// Whether list prices hold: standard processing, and text alone.
    static boolean isAtListPrice(JsonNode answer) {
        JsonNode usage = answer.path("usage");
        return STANDARD.contains(answer.path("service_tier").asText(""))
                && usage.path("prompt_tokens_details").path("audio_tokens").asLong() == 0
                && usage.path("completion_tokens_details").path("audio_tokens").asLong() == 0;
    }

    /// OpenAI's place for it, DeepSeek's, Moonshot's.
    private static long cached(JsonNode usage) {
        JsonNode details = usage.path("prompt_tokens_details").path("cached_tokens");
        JsonNode hits = usage.path("prompt_cache_hit_tokens");
        return details.asLong(hits.asLong(usage.path("cached_tokens").asLong()));
    }
}
