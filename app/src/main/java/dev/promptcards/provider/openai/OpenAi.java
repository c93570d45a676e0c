package dev.promptcards.provider.openai;

import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Ready;
import dev.promptcards.provider.Resolved.Unsupported;
import dev.promptcards.provider.http.AddressPolicy;
import dev.promptcards.provider.http.ProviderHttp;
import dev.promptcards.provider.price.Prices;

import jakarta.inject.Singleton;

import java.time.Clock;
import java.util.Map;
import java.util.Set;

/// `openai:chat:MODEL`, or `openai:MODEL` for short.
@Singleton
final class OpenAi implements Adapter {

    private static final String PREFIX = "openai:";
    private static final String CHAT = "chat:";

    /// What else promptfoo has behind `openai:`, each a protocol of its own.
    private static final Set<String> OTHERS =
            Set.of(
                    "agents",
                    "assistant",
                    "chatkit",
                    "codex",
                    "codex-app-server",
                    "codex-sdk",
                    "completion",
                    "embedding",
                    "embeddings",
                    "image",
                    "live",
                    "moderation",
                    "realtime",
                    "responses",
                    "speech",
                    "transcription",
                    "tts",
                    "video");

    private final ProviderHttp http;
    private final AddressPolicy addresses;
    private final Prices prices;
    private final Clock clock;

    OpenAi(ProviderHttp http, AddressPolicy addresses, Prices prices, Clock clock) {
        this.http = http;
        this.addresses = addresses;
        this.prices = prices;
        this.clock = clock;
    }

    @Override
    public boolean speaks(String id) {
        return id.startsWith(PREFIX);
    }

    @Override
    public String form() {
        return "`openai:chat:MODEL` (any OpenAI-compatible server, with `apiBaseUrl`)";
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets) {
        String rest = spec.id().substring(PREFIX.length());
        String kind = rest.contains(":") ? rest.substring(0, rest.indexOf(':')) : rest;
        if (OTHERS.contains(kind)) {
            return new Unsupported(
                    "The provider `%s` is not supported: of OpenAI's protocols only %s is"
                            .formatted(spec.id(), form()));
        }
        String model = rest.startsWith(CHAT) ? rest.substring(CHAT.length()) : rest;
        if (model.isBlank() || model.equals("chat")) {
            return new Misconfigured(
                    "`%s` names no model; write `openai:chat:gpt-4o-mini`".formatted(spec.id()));
        }
        try {
            ChatEndpoint endpoint = ChatConfig.of(spec, secrets).endpoint(model, addresses);
            return new Ready(new OpenAiChat(endpoint, http, prices.of(model), clock));
        } catch (ChatConfig.Wrong e) {
            return new Misconfigured("%s: %s".formatted(spec.id(), e.getMessage()));
        }
    }
}
